"""A Bolt app with its OAuth flow, as its documentation has it, and a browser to install it with."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from slack_bolt import App, Say
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_bolt.oauth.oauth_settings import OAuthSettings
from slack_sdk import WebClient
from slack_sdk.oauth.installation_store import FileInstallationStore
from slack_sdk.oauth.state_store import FileOAuthStateStore
from slack_sdk.oauth.token_rotation import TokenRotator

from bot.playground.workspace.workspace import Workspace
from tests.playground.harness import MANIFEST, StillClock
from tests.playground.web import Browser, serving

SCOPES = ["chat:write", "app_mentions:read", "channels:history"]
ROTATING = {
    **MANIFEST,
    "settings": {
        **MANIFEST["settings"],
        "token_rotation_enabled": True,
        "event_subscriptions": {"bot_events": ["app_mention", "app_uninstalled", "tokens_revoked"]},
    },
}


class Installed:
    """A Bolt app with its OAuth flow, as its documentation has it, and a browser to install it."""

    def __init__(self, workspace: Workspace, folder: Path, rotate_before: timedelta) -> None:
        self.workspace = workspace
        self.browser = Browser()
        self.store = FileInstallationStore(base_dir=str(folder / "installations"))
        self.client = WebClient(base_url=workspace.api_url)
        settings = OAuthSettings(
            client_id=workspace.client_id,
            client_secret=workspace.client_secret,
            scopes=SCOPES,
            authorization_url=workspace.authorize_url,
            installation_store=self.store,
            state_store=FileOAuthStateStore(expiration_seconds=600, base_dir=str(folder / "state")),
            token_rotation_expiration_minutes=int(rotate_before.total_seconds() // 60),
        )
        # Without this line the settings renew tokens at slack.com, whatever the app's client says.
        settings.authorize.token_rotator = TokenRotator(
            client_id=workspace.client_id,
            client_secret=workspace.client_secret,
            client=self.client,
        )
        self.app = App(
            client=self.client,
            signing_secret=workspace.signing_secret,
            oauth_settings=settings,
        )
        self.events: list[str] = []

        @self.app.event("app_mention")
        def mention(say: Say) -> None:
            say("Here")

        @self.app.event("app_uninstalled")
        @self.app.event("tokens_revoked")
        def gone(event: dict[str, Any]) -> None:
            self.events.append(event["type"])
            self.store.delete_all(enterprise_id=None, team_id=workspace.team_id)

    def wish(self, url: str) -> str:
        """The address of the install page that the app's own page leads to."""
        _, html = self.browser.open(f"{url}/slack/install")
        link = html[html.index(self.workspace.authorize_url) :].split('"')[0]
        return link.replace("&amp;", "&")

    def allow(self, link: str, do: str = "allow") -> str:
        """Press the button of the install page; where it sends the browser."""
        answer, _ = self.browser.open(link, f"user=U0BEN&do={do}")
        assert answer.status == 302
        return str(answer.headers["location"])

    @property
    def token(self) -> str:
        found = self.store.find_bot(enterprise_id=None, team_id=self.workspace.team_id)
        assert found is not None
        return str(found.bot_token)


@contextmanager
def installable(clock: StillClock, folder: Path) -> Iterator[tuple[Installed, str]]:
    """The app behind HTTP, on a workspace whose manifest names its redirect URL; not installed yet."""
    holder: dict[str, Any] = {}
    with serving(lambda environ, start: holder["app"](environ, start)) as url:
        manifest = declared(ROTATING, f"{url}/slack/oauth_redirect")
        workspace = Workspace(manifest, clock, installed=False)
        workspace.start()
        installed = Installed(workspace, folder, rotate_before=timedelta(minutes=1))
        holder["app"] = SlackRequestHandler(installed.app)
        workspace.deliver_to(f"{url}/slack/events")
        yield installed, url
        workspace.stop()


def declared(workspace_manifest: dict[str, Any], url: str) -> dict[str, Any]:
    oauth = {**workspace_manifest["oauth_config"], "redirect_urls": [url]}
    return {**workspace_manifest, "oauth_config": oauth}


def install(app: tuple[Installed, str]) -> Installed:
    installed, url = app
    link = installed.wish(url)
    answer, html = installed.browser.open(installed.allow(link))
    assert answer.status == 200 and "Thank you" in html
    return installed
