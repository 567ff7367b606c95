"""What functions and methods make of data of the client: clean it, or hand it on."""

from __future__ import annotations

#: Functions whose results can do no harm: numbers, quoted texts, names without folders.
CLEANING = {
    "builtins.len", "builtins.hash", "builtins.ord", "builtins.abs", "builtins.round",
    "builtins.isinstance", "builtins.hasattr", "builtins.any", "builtins.all", "builtins.id",
    "builtins.range", "builtins.sum", "shlex.quote", "shlex.join", "html.escape",
    "markupsafe.escape", "urllib.parse.quote", "urllib.parse.quote_plus", "urllib.parse.urlencode",
    "sqlalchemy.sql.elements.quoted_name", "sqlalchemy.quoted_name", "psycopg.sql.Identifier",
    "psycopg.sql.Literal", "psycopg2.sql.Identifier", "psycopg2.sql.Literal", "re.escape",
    "werkzeug.utils.secure_filename", "werkzeug.secure_filename", "os.path.basename",
    "posixpath.basename", "ntpath.basename", "uuid.uuid4", "uuid.uuid5", "bleach.clean",
    "nh3.clean",
}  # fmt: skip
#: Functions that hand on what they are given, or put it together.
PASSING = {
    f"builtins.{name}"
    for name in ("str", "bytes", "list", "tuple", "set", "frozenset", "dict", "sorted", "reversed",
                 "iter", "next", "repr")
} | {
    "copy.copy", "copy.deepcopy", "os.path.join", "os.path.abspath", "os.path.realpath",
    "os.path.normpath", "os.path.expanduser", "os.path.dirname", "os.path.splitext", "os.fspath",
    "pathlib.Path", "pathlib.PurePath", "anyio.Path", "urllib.parse.unquote",
    "urllib.parse.urljoin",
    "urllib.parse.urlparse", "urllib.parse.urlsplit", "json.loads", "textwrap.dedent",
    "sqlalchemy.text", "fastapi.encoders.jsonable_encoder", "base64.b64decode",
}  # fmt: skip
#: Methods that give back the text, the items or the path that they are called on.
SAME = {
    "strip", "lstrip", "rstrip", "lower", "upper", "title", "capitalize", "casefold", "swapcase",
    "replace", "split", "rsplit", "splitlines", "partition", "rpartition", "encode", "decode",
    "removeprefix", "removesuffix", "ljust", "rjust", "center", "zfill", "items", "values",
    "copy", "model_dump", "model_dump_json", "dict", "json", "model_copy", "resolve", "absolute",
    "joinpath", "with_name", "with_suffix", "expanduser", "as_posix", "multi_items", "getlist",
    "read", "format", "join", "pop", "setdefault", "get", "getvalue",
}  # fmt: skip
#: Methods whose results can do no harm.
HARMLESS = {"isdigit", "startswith", "endswith", "count", "find", "index", "isalnum", "exists",
            "is_file", "is_dir", "hex", "is_relative_to"}  # fmt: skip
#: Methods that give the item of a key, or another value in its place.
ITEMS = {"get", "pop", "setdefault", "getlist"}
#: Methods that give a model, or a dict of its fields.
DUMPS = {"model_dump", "dict", "copy", "model_copy"}
