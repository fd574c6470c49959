"""Files in three steps: an address to send to, the bytes, and a message that carries them. In memory."""

from dataclasses import dataclass, replace
from datetime import datetime
from mimetypes import guess_type
from secrets import token_hex, token_urlsafe
from typing import Any

from bot.playground.workspace import limits
from bot.playground.workspace.model import BOT_USER_ID, ApiError
from bot.playground.workspace.state import State


@dataclass(frozen=True, slots=True)
class Upload:
    """A file on its way, or here once it is `is_complete`."""

    id: str
    name: str
    length: int
    expires: datetime
    created: int
    content: bytes | None = None
    title: str = ""
    is_complete: bool = False


class Uploads:
    """Every file by its id, and the addresses that take their bytes."""

    def __init__(self, state: State, base_url: str) -> None:
        self._state = state
        self._base_url = base_url
        self._files: dict[str, Upload] = {}
        self._addresses: dict[str, str] = {}

    def announce(self, name: str, length: int) -> tuple[str, str]:
        """A file that is to come: its id, and the address to send it to."""
        if not 0 < length <= limits.FILE_BYTES:
            raise ApiError("file_upload_size_restricted")
        file_id, secret = f"F0{token_hex(5).upper()}", token_urlsafe(16)
        now = self._state.now()
        expires, created = now + limits.UPLOAD_LIFE, int(now.timestamp())
        self._files[file_id] = Upload(file_id, name, length, expires, created, title=name)
        self._addresses[secret] = file_id
        return file_id, f"{self._base_url}upload/v1/{secret}"

    def receive(self, secret: str, content: bytes) -> Upload:
        """Take the bytes at an address, once. Raises ApiError: not found, late, or not as announced."""
        upload = self._files.get(self._addresses.get(secret, ""))
        if upload is None or upload.content is not None or self._state.now() > upload.expires:
            raise ApiError("upload_url_not_found")
        if len(content) != upload.length:
            raise ApiError("length_mismatch")
        self._files[upload.id] = replace(upload, content=content)
        return self._files[upload.id]

    def complete(self, file_id: str, title: str) -> Upload:
        upload = self._files.get(file_id)
        if upload is None or upload.content is None:
            raise ApiError("file_not_found")
        kept = replace(upload, title=title or upload.name, is_complete=True)
        self._files[file_id] = kept
        return kept

    def find(self, file_id: str) -> Upload:
        upload = self._files.get(file_id)
        if upload is None or not upload.is_complete:
            raise ApiError("file_not_found")
        return upload

    def drop(self, file_id: str) -> None:
        self.find(file_id)
        del self._files[file_id]

    def as_json(self, upload: Upload) -> dict[str, Any]:
        """A file as Slack describes it; its address needs no token here."""
        kind = guess_type(upload.name)[0] or "application/octet-stream"
        url = f"{self._base_url}files/{upload.id}"
        return {
            "id": upload.id,
            "created": upload.created,
            "name": upload.name,
            "title": upload.title,
            "mimetype": kind,
            "filetype": upload.name.rpartition(".")[2].lower() if "." in upload.name else "",
            "user": BOT_USER_ID,
            "size": upload.length,
            "mode": "hosted",
            "is_external": False,
            "url_private": url,
            "url_private_download": url,
            "permalink": url,
        }
