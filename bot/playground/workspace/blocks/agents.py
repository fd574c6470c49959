"""Blocks that assistants send: feedback under an answer, and the plan of what they do."""

from typing import Any

from bot.playground.workspace import limits
from bot.playground.workspace.blocks.elements import check_element
from bot.playground.workspace.blocks.problems import Checker, kind_of
from bot.playground.workspace.blocks.rich_text import check_rich_text

STATUSES = ("pending", "in_progress", "complete", "error")


def check_context_actions(check: Checker, block: dict[str, Any], pointer: str) -> None:
    check.object(block, pointer, {"elements"}, {"block_id"})
    at = f"{pointer}/elements"
    elements = check.array(block.get("elements"), at, 1, limits.CONTEXT_ACTIONS)
    for index, element in enumerate(elements):
        check_element(check, element, f"{at}/{index}", ("feedback_buttons", "icon_button"))
    check.unique(elements, "action_id", at, "action_id already exists in this block")


def check_plan(check: Checker, block: dict[str, Any], pointer: str) -> None:
    """A task may leave its type out, as in the example of Slack's plan block."""
    check.object(block, pointer, {"title"}, {"tasks", "block_id"})
    if "title" in block:
        check.string(block["title"], f"{pointer}/title", high=limits.TASK_TITLE)
    at = f"{pointer}/tasks"
    tasks = check.array(block.get("tasks", ()), at, 0, limits.BLOCKS_PER_MESSAGE)
    for index, task in enumerate(tasks):
        here = f"{at}/{index}"
        if isinstance(task, dict) and task.get("type", "task_card") == "task_card":
            check_task_card(check, task, here)
        else:
            check.fail(f"{here}/type", "unsupported_type", "must be a task_card")
    check.unique(tasks, "task_id", at, "task_id already exists in this plan")


def check_task_card(check: Checker, block: dict[str, Any], pointer: str) -> None:
    own = {"details", "output", "sources", "status", "block_id"}
    check.object(block, pointer, {"task_id", "title"}, own)
    if "task_id" in block:
        check.string(block["task_id"], f"{pointer}/task_id", high=limits.IDENTIFIER)
    if "title" in block:
        check.string(block["title"], f"{pointer}/title", high=limits.TASK_TITLE)
    if "status" in block:
        check.choice(block["status"], f"{pointer}/status", STATUSES)
    for key in ("details", "output"):
        if key not in block:
            continue
        if kind_of(block[key]) == "rich_text":
            check_rich_text(check, block[key], f"{pointer}/{key}")
        else:
            check.fail(f"{pointer}/{key}/type", "unsupported_type", "must be rich_text")
    at = f"{pointer}/sources"
    for index, source in enumerate(check.array(block.get("sources", ()), at)):
        check_source(check, source, f"{at}/{index}")


def check_source(check: Checker, source: Any, pointer: str) -> None:
    if kind_of(source) != "url":
        check.fail(f"{pointer}/type", "unsupported_type", "must be url")
    elif check.object(source, pointer, {"url", "text"}):
        check.url(source.get("url"), f"{pointer}/url", limits.URL, ("http", "https"))
        check.string(source.get("text"), f"{pointer}/text", high=limits.TEXT_OBJECT)
