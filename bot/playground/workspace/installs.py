"""Who may call: tokens, OAuth codes, rotation and uninstalling, by the workspace's clock.

docs.slack.dev/authentication/installing-with-oauth and …/using-token-rotation."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from secrets import token_hex
from typing import Any

from bot.playground.workspace import limits
from bot.playground.workspace.model import (
    APP_ID,
    APP_TOKEN,
    BOT_TOKEN,
    BOT_USER_ID,
    CLIENT_ID,
    CLIENT_SECRET,
    TEAM_ID,
    TEAM_NAME,
    ApiError,
)
from bot.playground.workspace.state import State


@dataclass(frozen=True, slots=True)
class Token:
    """A right to call: a bot's or the app's own. `refusal` is what its bearer hears once it is dead."""

    kind: str
    expires: datetime | None = None
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Grant:
    """What a person allowed on the install page: worth one token, for ten minutes."""

    person: str
    scopes: frozenset[str]
    redirect_uri: str
    expires: datetime
    is_used: bool = False


class Installs:
    """The app's installation in this team, and every token that came of it."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._declared = state.manifest.scopes
        self._tokens = {BOT_TOKEN: Token("bot"), APP_TOKEN: Token("app")}
        self._grants: dict[str, Grant] = {}
        self._refresh: dict[str, bool] = {}

    @property
    def declared(self) -> frozenset[str]:
        """The scopes that the manifest asks for."""
        return self._declared

    def check(self, value: str, kind: str) -> None:
        """Raises ApiError unless this is a living token of that kind."""
        token = self._tokens.get(value)
        if token is None:
            raise ApiError("not_authed" if not value else "invalid_auth")
        if token.kind != kind:
            raise ApiError("not_allowed_token_type")
        if token.refusal:
            raise ApiError(token.refusal)
        if token.expires and self._state.now() >= token.expires:
            raise ApiError("token_expired")

    def allow(self, person: str, scopes: frozenset[str], redirect_uri: str) -> str:
        """The code that goes back to the app when a person allows the installation."""
        code = f"playground.{token_hex(12)}"
        expires = self._state.now() + limits.OAUTH_CODE_LIFE
        self._grants[code] = Grant(person, scopes, redirect_uri, expires)
        return code

    def redeem(self, code: str, redirect_uri: str) -> dict[str, Any]:
        """Install with a code: the body of oauth.v2.access. Raises ApiError."""
        grant = self._grants.get(code)
        if grant is None or self._state.now() > grant.expires:
            raise ApiError("invalid_code")
        if grant.is_used:
            raise ApiError("code_already_used")
        if redirect_uri != grant.redirect_uri:
            raise ApiError("bad_redirect_uri")
        self._grants[code] = replace(grant, is_used=True)
        self._grant_scopes(self._state.manifest.scopes | grant.scopes)
        return self._installed() | {"authed_user": {"id": grant.person}}

    def refresh(self, refresh_token: str) -> dict[str, Any]:
        """A new pair for a refresh token, which works once. Raises ApiError."""
        if not self._state.manifest.rotates_tokens:
            raise ApiError("token_rotation_not_enabled")
        if not self._refresh.get(refresh_token):
            raise ApiError("invalid_refresh_token")
        self._refresh[refresh_token] = False
        return self._installed()

    def exchange(self, value: str) -> dict[str, Any]:
        """A rotating pair for a token that never expires, which dies. Raises ApiError."""
        if not self._state.manifest.rotates_tokens:
            raise ApiError("token_rotation_not_enabled")
        token = self._tokens.get(value)
        if token is None or token.kind != "bot" or token.expires:
            raise ApiError("invalid_token")
        if token.refusal:
            raise ApiError("token_already_exchanged")
        self._tokens[value] = replace(token, refusal="token_revoked")
        return self._installed()

    def revoke(self, value: str) -> None:
        """Kill one token; its bearer hears token_revoked."""
        self._tokens[value] = replace(self._tokens[value], refusal="token_revoked")

    def uninstall(self) -> None:
        """Kill every token of the bot and take it out of every channel. (account_inactive: unverified.)"""
        for value, token in self._tokens.items():
            if token.kind == "bot":
                self._tokens[value] = replace(token, refusal="account_inactive")
        self._refresh.clear()
        self._grants.clear()
        self._grant_scopes(frozenset())
        for channel in tuple(self._state.channels):
            self._state.leave(channel, BOT_USER_ID)

    def _grant_scopes(self, scopes: frozenset[str]) -> None:
        self._state.manifest = replace(self._state.manifest, scopes=scopes)

    def _installed(self) -> dict[str, Any]:
        """A new token, and with rotation its refresh token, in the shape of oauth.v2.access."""
        body: dict[str, Any] = {
            "token_type": "bot",
            "scope": ",".join(sorted(self._state.manifest.scopes)),
            "bot_user_id": BOT_USER_ID,
            "app_id": APP_ID,
            "team": {"id": TEAM_ID, "name": TEAM_NAME},
            "enterprise": None,
            "is_enterprise_install": False,
        }
        if not self._state.manifest.rotates_tokens:
            value = f"xoxb-playground-{token_hex(12)}"
            self._tokens[value] = Token("bot")
            return body | {"access_token": value}
        value, refresh = f"xoxe.xoxb-1-{token_hex(12)}", f"xoxe-1-{token_hex(12)}"
        self._tokens[value] = Token("bot", self._state.now() + limits.ACCESS_TOKEN_LIFE)
        self._refresh[refresh] = True
        seconds = int(limits.ACCESS_TOKEN_LIFE.total_seconds())
        return body | {"access_token": value, "refresh_token": refresh, "expires_in": seconds}


def check_client(args: Mapping[str, Any]) -> None:
    """Raises ApiError unless these are the app's own credentials."""
    if args.get("client_id") != CLIENT_ID:
        raise ApiError("invalid_client_id")
    if args.get("client_secret") != CLIENT_SECRET:
        raise ApiError("bad_client_secret")
