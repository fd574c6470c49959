"""oauth.v2.*, auth.revoke and apps.uninstall: how an app comes into the team, stays and goes."""

from typing import Any

from bot.playground.workspace.api.call import Call
from bot.playground.workspace.installs import check_client
from bot.playground.workspace.model import BOT_USER_ID, ApiError
from bot.playground.workspace.services import Services


def access(services: Services, call: Call) -> dict[str, Any]:
    """A code becomes a token; or, with rotation, a refresh token becomes a new pair."""
    check_client(call.args)
    grant = call.args.get("grant_type") or "authorization_code"
    if grant == "refresh_token":
        return services.installs.refresh(call.text("refresh_token", "invalid_refresh_token"))
    if grant != "authorization_code":
        raise ApiError("invalid_grant_type")
    code, redirect_uri = call.text("code", "invalid_code"), str(call.args.get("redirect_uri") or "")
    return services.installs.redeem(code, redirect_uri)


def exchange(services: Services, call: Call) -> dict[str, Any]:
    """A token that never expires becomes a rotating pair."""
    check_client(call.args)
    return services.installs.exchange(call.token)


def revoke(services: Services, call: Call) -> dict[str, Any]:
    if call.flag("test"):
        return {"revoked": False}
    services.installs.revoke(call.token)
    return {"revoked": True}


def uninstall(services: Services, call: Call) -> dict[str, Any]:
    check_client(call.args)
    uninstall_app(services)
    return {}


def uninstall_app(services: Services) -> None:
    """Remove the app and tell it so. The two events come in no promised order: see the fault `swap`."""
    services.installs.uninstall()
    events = {
        "app_uninstalled": {},
        "tokens_revoked": {"tokens": {"oauth": [], "bot": [BOT_USER_ID]}},
    }
    for kind, facts in events.items():
        if kind in services.state.manifest.bot_events:
            services.deliveries.send_event({"type": kind, **facts})
