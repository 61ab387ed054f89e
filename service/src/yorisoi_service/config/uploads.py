"""Files are taken by the few views that ask for one; everywhere else a request that carries a file is refused."""

from typing import Never

from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadhandler import FileUploadHandler


class NoFiles(FileUploadHandler):
    """The usual handler: nobody asked for a file here, so the request is answered with 400."""

    def new_file(self, *args: object, **kwargs: object) -> Never:
        raise SuspiciousOperation("a file where none was asked for")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
