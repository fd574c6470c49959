"""files.*: the external upload in its three steps, and what it left. files.upload is gone, as at Slack."""

from typing import Any

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.playground.workspace import limits
from bot.playground.workspace.api.call import Call, read_body
from bot.playground.workspace.api.chat import thread_of
from bot.playground.workspace.api.rooms import open_channel_of
from bot.playground.workspace.compose import read_blocks
from bot.playground.workspace.model import BOT_USER_ID, ApiError, Message
from bot.playground.workspace.services import Services


def get_upload_url(services: Services, call: Call) -> dict[str, Any]:
    name, length = call.text("filename"), call.number("length", 0)
    file_id, url = services.uploads.announce(name, length)
    return {"upload_url": url, "file_id": file_id}


def complete_upload(services: Services, call: Call) -> dict[str, Any]:
    """Finish files, and post them where a channel is named."""
    named = call.args.get("files")
    if not isinstance(named, list) or not named:
        raise ApiError("invalid_arguments")
    channel_id = call.args.get("channel_id") or call.args.get("channels")
    place = Call(call.method, call.token, {**call.args, "channel": channel_id})
    channel = open_channel_of(services, place) if channel_id else None
    blocks = call.args.get("blocks")
    content = read_blocks(blocks) if blocks else ()
    done = [
        services.uploads.complete(str(each.get("id")), str(each.get("title") or ""))
        for each in named
        if isinstance(each, dict)
    ]
    files = [services.uploads.as_json(upload) for upload in done]
    if channel is not None:
        services.state.put(
            Message(
                channel=channel.id,
                ts=services.state.next_ts(),
                user=BOT_USER_ID,
                text=str(call.args.get("initial_comment") or ""),
                blocks=content,
                thread_ts=thread_of(services, channel, place),
                files=tuple(files),
            )
        )
    return {"files": files}


def info(services: Services, call: Call) -> dict[str, Any]:
    upload = services.uploads.find(call.text("file", "file_not_found"))
    return {"file": services.uploads.as_json(upload), "comments": []}


def delete(services: Services, call: Call) -> dict[str, Any]:
    services.uploads.drop(call.text("file", "file_not_found"))
    return {}


def file_routes(services: Services) -> list[Route]:
    """Where the bytes come in, and where they can be had again."""

    async def receive(request: Request) -> Response:
        try:
            content = await _content(request)
            upload = services.uploads.receive(request.path_params["secret"], content)
        except ApiError as error:
            services.journal.note("upload", "file", ok=False, error=error.code)
            return PlainTextResponse(error.code, 404 if "found" in error.code else 400)
        services.journal.note("upload", upload.name, ok=True, length=upload.length)
        return PlainTextResponse(f"OK - {upload.length}")

    async def give(request: Request) -> Response:
        try:
            upload = services.uploads.find(request.path_params["file_id"])
        except ApiError as error:
            return PlainTextResponse(error.code, 404)
        headers = {"content-disposition": "attachment"}  # never shown: a file may hold a script
        return Response(upload.content, 200, headers, "application/octet-stream")

    return [
        Route("/upload/v1/{secret:str}", receive, methods=["POST"]),
        Route("/files/{file_id:str}", give, methods=["GET"]),
    ]


async def _content(request: Request) -> bytes:
    """The bytes as the body, or as the one file of a form."""
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        return await read_body(request, limits.FILE_BYTES)
    form = await request.form(max_files=1, max_part_size=limits.FILE_BYTES)
    for value in form.values():
        if not isinstance(value, str):
            return await value.read()
    raise ApiError("no_file_data")
