"""One file of some megabytes, held in memory: for the view that asks for it, after it is known who asks."""

from collections.abc import Callable
from functools import wraps
from io import BytesIO
from typing import Concatenate, ParamSpec

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_protect

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
MOST_BYTES = 16 * 1024 * 1024  # a debit file of 130,000 records; larger ones by the command


class InMemory(FileUploadHandler):
    """Keeps the file's bytes up to MOST_BYTES; of a larger one nothing but its size."""

    def new_file(self, *args: object, **kwargs: object) -> None:
        super().new_file(*args, **kwargs)
        self.held = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) <= MOST_BYTES:
            self.held.write(raw_data)
        else:
            self.held = BytesIO()

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        self.held.seek(0)
        return InMemoryUploadedFile(
            self.held, self.field_name, "file", self.content_type, file_size, self.charset, self.content_type_extra
        )


def takes_a_file(view: View[P]) -> View[P]:
    """The view may receive one file. Stands inside the view's guard, and the view itself is `csrf_exempt` outside it:
    the form's token is asked here, since reading it reads the file."""
    protected = csrf_protect(view)

    @wraps(view)
    def receiving(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        request.upload_handlers = [InMemory(request)]
        return protected(request, *args, **kwargs)

    return receiving
