"""OAuth: Bolt's own flow installs into the workspace; tokens rotate, expire, are revoked."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, expect
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.playground.workspace.workspace import Workspace
from tests.playground.harness import Control, StillClock
from tests.playground.installed import ROTATING, SCOPES, Installed, install, installable
from tests.playground.web import Browser as SmallBrowser
from tests.playground.web import serving


@pytest.fixture
def rotating(clock: StillClock) -> Iterator[Workspace]:
    running = Workspace(ROTATING, clock)
    running.start()
    yield running
    running.stop()


@pytest.fixture
def app(clock: StillClock, tmp_path: Path) -> Iterator[tuple[Installed, str]]:
    with installable(clock, tmp_path) as app:
        yield app


def refusal(call: Any, **fields: Any) -> Any:
    with pytest.raises(SlackApiError) as error:
        call(**fields)
    return error.value.response["error"]


def test_bolts_flow_installs_and_the_app_answers_with_its_new_token(
    app: tuple[Installed, str],
) -> None:
    installed = install(app)
    assert installed.token.startswith("xoxe.xoxb-")
    control = Control(installed.workspace)
    control.post("command", user="ada", channel="nhs-brief", text="/invite @NHS Brief")
    control.post("message", user="ada", channel="nhs-brief", text="@NHS Brief hello")
    assert installed.workspace.wait_for_message("nhs-brief", "Here")
    found = installed.store.find_bot(enterprise_id=None, team_id=installed.workspace.team_id)
    assert found and sorted(found.bot_scopes) == sorted(SCOPES)


def test_only_the_allowed_scopes_are_granted(app: tuple[Installed, str]) -> None:
    installed = install(app)
    client = WebClient(installed.token, base_url=installed.workspace.api_url)
    with pytest.raises(SlackApiError) as error:
        client.reactions_add(channel="C0NHSBRIEF", timestamp="1.0", name="tada")
    assert error.value.response["error"] == "missing_scope"
    assert error.value.response["provided"] == ",".join(sorted(SCOPES))


def test_a_state_works_once_and_only_with_its_cookie(app: tuple[Installed, str]) -> None:
    installed, url = app
    back = installed.allow(installed.wish(url))
    stranger, _ = SmallBrowser().open(back)
    assert stranger.status == 400, "no cookie"
    cookies = dict(installed.browser.cookies)
    assert installed.browser.open(back)[0].status == 200
    installed.browser.cookies = cookies
    assert installed.browser.open(back)[0].status == 401, "the state was used"


def test_bolts_cookie_is_secure(app: tuple[Installed, str]) -> None:
    """Browsers keep a Secure cookie on http://127.0.0.1; a client that does not must be told to."""
    answer, _ = SmallBrowser().open(f"{app[1]}/slack/install")
    cookie = answer.headers["set-cookie"]
    assert "Secure" in cookie and "HttpOnly" in cookie


def test_cancelling_goes_back_with_access_denied(app: tuple[Installed, str]) -> None:
    installed, url = app
    back = installed.allow(installed.wish(url), do="cancel")
    assert parse_qs(urlsplit(back).query)["error"] == ["access_denied"]
    assert "access_denied" in installed.browser.open(back)[1]
    assert installed.store.find_bot(enterprise_id=None, team_id=installed.workspace.team_id) is None


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"client_id": "1.1"}, "invalid_client_id"),
        ({"scope": ""}, "invalid_scope"),
        ({"scope": "<b>admin</b>"}, "invalid_scope"),
        ({"redirect_uri": "http://example.org/"}, "bad_redirect_uri"),
    ],
)
def test_a_bad_wish_is_shown_on_the_install_page(
    workspace: Workspace, change: dict[str, str], error: str
) -> None:
    wish = {"client_id": workspace.client_id, "scope": "chat:write", "state": "<b>", **change}
    wish.setdefault("redirect_uri", "http://127.0.0.1:9/back")
    query = "&".join(f"{key}={value}" for key, value in wish.items())
    answer, html = SmallBrowser().open(f"{workspace.authorize_url}?{query}")
    assert answer.status == 400 and error in html and "<b>" not in html


def code_for(workspace: Workspace, redirect: str = "http://127.0.0.1:9/back") -> str:
    query = f"client_id={workspace.client_id}&scope=chat:write&redirect_uri={redirect}"
    answer, _ = SmallBrowser().open(f"{workspace.authorize_url}?{query}", "do=allow")
    return parse_qs(urlsplit(answer.headers["location"]).query)["code"][0]


def test_a_code_works_once_for_ten_minutes_and_its_own_redirect(
    workspace: Workspace, clock: StillClock
) -> None:
    client = WebClient(base_url=workspace.api_url)
    keys = {"client_id": workspace.client_id, "client_secret": workspace.client_secret}
    fields: dict[str, Any] = {**keys, "redirect_uri": "http://127.0.0.1:9/back"}
    code = code_for(workspace)
    redeem = client.oauth_v2_access
    assert refusal(redeem, **{**fields, "client_secret": "x"}, code=code) == "bad_client_secret"
    assert refusal(redeem, **{**fields, "redirect_uri": None}, code=code) == "bad_redirect_uri"
    assert redeem(**fields, code=code)["access_token"].startswith("xoxb-")
    assert refusal(redeem, **fields, code=code) == "code_already_used"
    late = code_for(workspace)
    clock.advance(timedelta(minutes=10, seconds=1))
    assert refusal(redeem, **fields, code=late) == "invalid_code"
    assert "xoxb-" not in str(workspace.journal()) and code not in str(workspace.journal())


def test_a_rotating_token_ends_after_twelve_hours_and_bolt_renews_it(
    app: tuple[Installed, str], clock: StillClock, tmp_path: Path
) -> None:
    first = install(app)
    old = first.token
    clock.advance(timedelta(hours=12))
    client = WebClient(old, base_url=first.workspace.api_url)
    assert refusal(client.auth_test) == "token_expired"
    again = Installed(first.workspace, tmp_path, rotate_before=timedelta(hours=13))
    with serving(SlackRequestHandler(again.app)) as url:
        first.workspace.deliver_to(f"{url}/slack/events")
        control = Control(first.workspace)
        control.post("command", user="ada", channel="nhs-brief", text="/invite @NHS Brief")
        control.post("message", user="ada", channel="nhs-brief", text="@NHS Brief hello")
        first.workspace.wait_for_message("nhs-brief", "Here")
    assert again.token != old


def test_a_refresh_token_works_once(rotating: Workspace) -> None:
    client = WebClient(base_url=rotating.api_url)
    keys: dict[str, Any] = {
        "client_id": rotating.client_id,
        "client_secret": rotating.client_secret,
    }
    pair = client.oauth_v2_exchange(token=rotating.bot_token, **keys)
    assert pair["expires_in"] == 43_200
    assert refusal(WebClient(rotating.bot_token, base_url=rotating.api_url).auth_test) == (
        "token_revoked"
    )
    renew = {"grant_type": "refresh_token", "refresh_token": pair["refresh_token"], **keys}
    second = client.oauth_v2_access(**renew)
    assert refusal(client.oauth_v2_access, **renew) == "invalid_refresh_token"
    for each in (pair, second):
        assert WebClient(each["access_token"], base_url=rotating.api_url).auth_test()["ok"]


def test_rotation_is_refused_where_the_manifest_does_not_have_it(workspace: Workspace) -> None:
    client = WebClient(base_url=workspace.api_url)
    keys: dict[str, Any] = {
        "client_id": workspace.client_id,
        "client_secret": workspace.client_secret,
    }
    exchange = client.oauth_v2_exchange
    assert refusal(exchange, token=workspace.bot_token, **keys) == "token_rotation_not_enabled"


def test_uninstalling_tells_the_app_and_ends_its_tokens(app: tuple[Installed, str]) -> None:
    installed = install(app)
    token, workspace = installed.token, installed.workspace
    workspace.fault("swap", "events_api")
    workspace.uninstall()
    workspace.wait_for(lambda: len(installed.events) == 2, "both events")
    assert installed.events == ["tokens_revoked", "app_uninstalled"], "in the other order"
    assert refusal(WebClient(token, base_url=workspace.api_url).auth_test) == "account_inactive"
    control = Control(workspace)
    control.post("message", user="ada", channel="nhs-brief", text="@NHS Brief hello")
    status, body = control.post("command", user="ada", channel="nhs-brief", text="/nhs-brief")
    assert (status, body["error"]) == (400, "unknown_command")
    assert installed.store.find_bot(enterprise_id=None, team_id=workspace.team_id) is None


def test_an_app_removes_itself_or_only_its_token(workspace: Workspace, client: WebClient) -> None:
    assert client.auth_revoke(test=True)["revoked"] is False
    keys = {"client_id": workspace.client_id, "client_secret": "wrong"}
    assert refusal(client.apps_uninstall, **keys) == "bad_client_secret"
    assert client.auth_revoke()["revoked"] is True
    assert refusal(client.auth_test) == "token_revoked"


@pytest.mark.browser
def test_a_real_browser_keeps_the_secure_cookie_and_comes_back_installed(
    app: tuple[Installed, str], browser: Browser
) -> None:
    installed, url = app
    page = browser.new_page()
    page.goto(f"{url}/slack/install")
    page.locator(f'a[href^="{installed.workspace.authorize_url}"]').click()
    page.get_by_label("Installed by").select_option("Ben Okafor")
    page.get_by_role("button", name="Allow").click()
    expect(page.locator("body")).to_contain_text("Thank you")
    page.close()
    assert installed.token.startswith("xoxe.xoxb-")
    found = installed.store.find_installation(
        enterprise_id=None, team_id=installed.workspace.team_id
    )
    assert found is not None and found.user_id == "U0BEN"
