"""Whether another program reads or writes a sound: pydub knows WAV and raw samples itself."""

from __future__ import annotations

from flake8_fastapi.model.syntax.expressions import Call, Expr
from flake8_fastapi.model.values.values import Values

_READING = "pydub.AudioSegment.from_file"
_WRITING = "AudioSegment.export"
#: Formats that need no other program.
_OWN = ("wav", "wave", "raw", "pcm")
#: What is read from without a name of a file, by which pydub would know a WAV.
_NAMELESS = {"io.BytesIO", "starlette.datastructures.UploadFile", "typing.BinaryIO", "typing.IO"}


def knows_itself(name: str, call: Call, values: Values) -> bool:
    """Whether pydub may do without another program: unless the format says, or nothing could."""
    if name not in (_READING, _WRITING):
        return False
    given = call.argument("format", 1)
    if given is None:
        return name == _READING and not _is_converted(call.argument("file", 0), values)
    said = values.text(given)
    return said is None or said.lower() in _OWN


def _is_converted(file: Expr | None, values: Values) -> bool:
    """Whether what is read has no name, or one that ends otherwise."""
    if file is None:
        return False
    if values.class_of(file) in _NAMELESS:
        return True
    name = values.text(file)
    return name is not None and "." in name and not name.lower().endswith(_OWN)
