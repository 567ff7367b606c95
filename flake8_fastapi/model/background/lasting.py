"""How long a function surely takes: constant sleeps, loops without an exit, heavy libraries.

What nobody can tell from the text (a loop over the caller's list, a branch) counts as nothing. A
loop over a constant range counts in full, though a `break` may end it: it may take that long.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence

from flake8_fastapi.model.lean import dataclass, regex
from flake8_fastapi.model.project.files import read_text
from flake8_fastapi.model.routing.kinds import BackgroundTask
from flake8_fastapi.model.syntax.expressions import Call, Const, Items, Param, Text
from flake8_fastapi.model.syntax.flow import is_try, ways_out
from flake8_fastapi.model.syntax.functions import Function, Summary
from flake8_fastapi.model.syntax.syntax import Syntax
from flake8_fastapi.model.syntax.tree import FUNCTIONS
from flake8_fastapi.model.values.value_kinds import Constant, Display, External, Instance, Method
from flake8_fastapi.model.values.values import Values

#: Calls that take minutes by their nature, and what they do. A class, and its method.
HEAVY = {
    "trains a model": {
        "transformers.Trainer": "train", "transformers.Seq2SeqTrainer": "train",
        "trl.SFTTrainer": "train", "trl.DPOTrainer": "train", "trl.GRPOTrainer": "train",
        "ultralytics.YOLO": "train", "lightning.Trainer": "fit", "pytorch_lightning.Trainer": "fit",
        "keras.Model": "fit", "keras.Sequential": "fit", "keras.models.Sequential": "fit",
        "keras.models.Model": "fit", "tensorflow.keras.Model": "fit",
        "tensorflow.keras.Sequential": "fit", "tensorflow.keras.models.Sequential": "fit",
        "tensorflow.keras.models.Model": "fit",
    },
    "transcribes audio": {
        "whisper.Whisper": "transcribe", "faster_whisper.WhisperModel": "transcribe",
        "faster_whisper.BatchedInferencePipeline": "transcribe",
        "whisperx.asr.FasterWhisperPipeline": "transcribe",
    },
    "transcodes video": {
        "moviepy.VideoFileClip": "write_videofile", "moviepy.CompositeVideoClip": "write_videofile",
        "moviepy.editor.VideoFileClip": "write_videofile",
        "moviepy.editor.CompositeVideoClip": "write_videofile",
    },
}  # fmt: skip
_HEAVY_METHODS = {
    (cls, method): does for does, methods in HEAVY.items() for cls, method in methods.items()
}
SLEEPS = {"time.sleep", "asyncio.sleep", "anyio.sleep", "trio.sleep"}
#: They start a program: its name and arguments are the first argument, or all of them.
_PROGRAMS = {
    "subprocess.run", "subprocess.call", "subprocess.check_call", "subprocess.check_output",
    "subprocess.Popen", "asyncio.create_subprocess_exec",
}  # fmt: skip
#: Codecs of video: with one of them, ffmpeg does not only copy or cut.
_CODEC = regex(r"libx26[45]|libvpx|libaom|libsvtav1|h264_|hevc_|mpeg4")

#: A file without one of these words says nothing of how long it takes.
WORDS = regex(
    r"sleep|while\s*\(?\s*(?:True|1)\b|ffmpeg|transcribe|write_videofile|\.train\s*\(|\.fit\s*\("
)
#: Calls that may end a loop, or the program, without a word of it.
_ENDS = regex(r"(?:^|[._])_?(?:exit|quit|kill|abort|terminate|next|anext|raise)(?:$|_)")

#: Functions that call each other, followed one to the other.
DEEPEST = 4
#: Functions looked into for one task.
MOST = 40


@dataclass(frozen=True)
class Lasting:
    """How long a function surely takes, and why."""

    seconds: float = 0.0
    is_endless: bool = False
    heavy: str | None = None  #: "trains a model", ...

    def __add__(self, other: Lasting) -> Lasting:
        return Lasting(
            self.seconds + other.seconds,
            self.is_endless or other.is_endless,
            self.heavy or other.heavy,
        )

    def times(self, count: int) -> Lasting:
        """Say how long a loop takes, if this is its body."""
        return Lasting(self.seconds * count, self.is_endless and count > 0, self.heavy)


NOTHING = Lasting()


class Lastings:
    """Answers for the functions of a file, and of those that they call."""

    def __init__(
        self, own: Syntax, values: Values, opened: Callable[[Summary], Syntax | None]
    ) -> None:
        self._own = own
        self._values = values
        self._opened = opened
        self._files: dict[str, Syntax | None] = {}
        self._known: dict[str, Lasting] = {}

    def of_task(self, task: BackgroundTask) -> Lasting:
        """How long a background task surely takes, with the numbers that it is handed."""
        return self.of(task.function, numbers=self._numbers(task))

    def of(
        self, function: Function | None, depth: int = 0, numbers: Mapping[str, float] = {}
    ) -> Lasting:
        """How long a call of the function surely takes, once it is awaited if it is async.

        `numbers` are the values of its parameters, where they are known.
        """
        if function is None or function.is_generator or not self._runs_as_written(function):
            return NOTHING
        known = None if numbers else self._known.get(function.qualname)
        if known is not None:
            return known
        if depth > DEEPEST or len(self._known) > MOST:
            return NOTHING
        self._known[function.qualname] = NOTHING  # it may call itself
        found = NOTHING
        syntax = self._file(function)
        node = self._node(syntax, function) if syntax else None
        if syntax is not None and node is not None:
            walk = _Walk(syntax, self._values, lambda inner: self.of(inner, depth + 1), numbers)
            if isinstance(node, ast.Lambda):
                found = walk.expression(node.body)
            elif isinstance(node, FUNCTIONS):
                found = walk.block(node.body)
        if not numbers:
            self._known[function.qualname] = found
        return found

    def _numbers(self, task: BackgroundTask) -> dict[str, float]:
        """The constant numbers that parameters of a task get: from the call, else by default."""
        function = self._values.of(task.task)
        if not isinstance(function, Function) or task.call.spreads:
            return {}
        found: dict[str, float] = {}
        for position, argument in enumerate(function.arguments):
            by_place = task.call.argument(argument.name, position + 1)
            value = by_place or argument.default
            match self._values.constant(value):
                case Constant(value=int() | float() as number) if argument.kind == "plain":
                    found[argument.name] = float(number)
        return found

    def _runs_as_written(self, function: Function) -> bool:
        """Whether no decorator may do something else, such as send it to a worker."""
        harmless = {"builtins.staticmethod", "builtins.classmethod", "functools.wraps"}
        return self._values.only_decorated_by(function, harmless)

    def _file(self, function: Function) -> Syntax | None:
        """The tree of the file that a function stands in."""
        summary = self._values.summary(function.qualname)
        if summary is None or summary is self._own.summary:
            return self._own if summary else None
        if summary.path not in self._files:
            may_last = bool(function.calls) and WORDS.search(read_text(summary.path))
            self._files[summary.path] = self._opened(summary) if may_last else None
        return self._files[summary.path]

    @staticmethod
    def _node(syntax: Syntax, function: Function) -> ast.AST | None:
        return next(
            (n for n, f in syntax.reader.functions.items() if f.qualname == function.qualname),
            None,
        )


class _Walk:
    """Adds up the statements of one function."""

    def __init__(
        self,
        syntax: Syntax,
        values: Values,
        called: Callable[[Function | None], Lasting],
        numbers: Mapping[str, float],
    ) -> None:
        self._syntax = syntax
        self._values = values
        self._called = called
        self._numbers = numbers
        self._guarded = 0  #: `try` statements around, whose handlers may be the way out of a loop

    def block(self, statements: Sequence[ast.stmt]) -> Lasting:
        return _total(self._statement(each) for each in statements)

    def _statement(self, statement: ast.stmt) -> Lasting:
        match statement:
            case ast.For() | ast.AsyncFor():
                count = self._count(statement.iter)
                body = self.block(statement.body)
                return self.expression(statement.iter) + (
                    body.times(count) if count is not None else Lasting(heavy=body.heavy)
                )
            case ast.While(test=test, body=body):
                if self._is_endless(statement):
                    return Lasting(is_endless=True)
                return self.expression(test) + Lasting(heavy=self.block(body).heavy)
            case ast.If(test=test, body=body, orelse=orelse):
                return self.expression(test) + _either(self.block(body), self.block(orelse))
            case ast.With(items=items, body=body) | ast.AsyncWith(items=items, body=body):
                heads = _total(self.expression(item.context_expr) for item in items)
                return heads + self.block(body)
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef() | ast.Match():
                return NOTHING
        if is_try(statement):
            ends = any(not _is_of_cancelling(handler) for handler in statement.handlers)
            self._guarded += ends
            inside = self.block(statement.body)
            self._guarded -= ends
            return inside + self.block(statement.orelse) + self.block(statement.finalbody)
        return self.expression(statement)

    def expression(self, node: ast.AST) -> Lasting:
        """What the calls in a statement or expression take, those of lambdas left out."""
        return _total(self._call(each) for each in _calls(node))

    def _call(self, node: ast.Call) -> Lasting:
        call = self._syntax.call(node)
        value = self._values.of(call.callee)
        match value:
            case External(name=name) if name in SLEEPS:
                return (
                    Lasting(self._seconds(node))
                    if call.awaited or name == "time.sleep"
                    else NOTHING
                )
            case External(name="whisper.transcribe"):
                return Lasting(heavy="transcribes audio")
            case External(name=name) if name in _PROGRAMS:
                return Lasting(heavy="transcodes video" if self._transcodes(call) else None)
            case Method(of=Instance(cls=cls), name=name):
                return Lasting(heavy=_HEAVY_METHODS.get((cls, name)))
        function = self._values.callee(value)
        if function is None or (function.is_async and not call.awaited):
            return NOTHING
        return self._called(function)

    def _seconds(self, node: ast.Call) -> float:
        given = node.args[0] if node.args else next((k.value for k in node.keywords), None)
        return max(self._number(given) or 0.0, 0.0) if given is not None else 0.0

    def _number(self, node: ast.expr) -> float | None:
        """What a number is: `5`, `5 * 60`, `PAUSE`."""
        if isinstance(node, ast.BinOp):
            left, right = self._number(node.left), self._number(node.right)
            if left is None or right is None:
                return None
            match node.op:
                case ast.Mult():
                    return left * right
                case ast.Add():
                    return left + right
            return None
        expression = self._syntax.expr(node)
        if isinstance(expression, Param):
            return self._numbers.get(expression.name)
        match self._values.constant(expression):
            case Constant(value=int() | float() as number):
                return float(number)
        return None

    def _count(self, node: ast.expr) -> int | None:
        """How often a loop over a constant range, or over a display, runs."""
        expression = self._syntax.expr(node)
        if isinstance(expression, Call):
            if self._values.qualname(expression.callee) == "builtins.range":
                given = [self._values.constant(each) for each in expression.args]
                numbers = [each.value for each in given if each is not None]
                if len(numbers) == len(given) and all(isinstance(n, int) for n in numbers):
                    if 1 <= len(numbers) <= 3 and numbers[2:] != [0]:
                        return len(range(*numbers))
            return None
        value = self._values.of(expression)
        if isinstance(value, Display) and isinstance(value.expression, Items):
            return len(value.expression.items)
        return None

    def _is_endless(self, loop: ast.While) -> bool:
        """Whether nothing ends a `while True`, as far as its text tells."""
        if self._guarded or ways_out([loop]):
            return False
        return not any(_ENDS.search(ast.unparse(call.func)) for call in _calls(loop)) and any(
            _calls(loop)
        )

    def _transcodes(self, call: Call) -> bool:
        given = self._values.expand(call.args[0]) if call.args else None
        if isinstance(given, Text):  # for the shell
            text = " ".join(str(each.value) for each in given.parts if isinstance(each, Const))
            return text.startswith("ffmpeg ") and _CODEC.search(text) is not None
        first = self._values.of(given)
        if isinstance(first, Display) and isinstance(first.expression, Items):
            words = first.expression.items
        else:
            words = call.args
        texts = [self._values.text(word) or "" for word in words]
        return texts[:1] == ["ffmpeg"] and any(map(_CODEC.search, texts))


def _either(one: Lasting, other: Lasting) -> Lasting:
    """What two branches have in common; a heavy call in one is what the function is for."""
    return Lasting(
        min(one.seconds, other.seconds),
        one.is_endless and other.is_endless,
        one.heavy or other.heavy,
    )


def _total(parts: Iterator[Lasting]) -> Lasting:
    return sum(parts, NOTHING)


def _calls(node: ast.AST) -> Iterator[ast.Call]:
    """The calls in a node, without those of functions defined in it."""
    queue = [node]
    for each in queue:
        if isinstance(each, ast.Call):
            yield each
        queue += [
            child
            for child in ast.iter_child_nodes(each)
            if not isinstance(child, (*FUNCTIONS, ast.Lambda, ast.ClassDef))
        ]


def _is_of_cancelling(handler: ast.ExceptHandler) -> bool:
    """Whether a handler is for the end of the program, which waits for no task."""
    return handler.type is not None and ast.unparse(handler.type).endswith(
        ("CancelledError", "KeyboardInterrupt")
    )
