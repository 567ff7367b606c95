"""What files, processes, threads, the event loop, pictures, sounds and models give."""

from __future__ import annotations

RESULTS: dict[str, str] = {
    "PIL.Image.new": "PIL.Image.Image",
    "PIL.Image.open": "PIL.Image.Image",
    "aiofiles.open": "aiofiles.threadpool.text.AsyncTextIOWrapper",
    "asyncio.AbstractEventLoop.create_future": "asyncio.Future",
    "asyncio.AbstractEventLoop.create_task": "asyncio.Task",
    "asyncio.create_subprocess_exec": "asyncio.subprocess.Process",
    "asyncio.create_subprocess_shell": "asyncio.subprocess.Process",
    "asyncio.create_task": "asyncio.Task",
    "asyncio.ensure_future": "asyncio.Future",
    "asyncio.get_event_loop": "asyncio.AbstractEventLoop",
    "asyncio.get_running_loop": "asyncio.AbstractEventLoop",
    "asyncio.new_event_loop": "asyncio.AbstractEventLoop",
    "asyncio.run_coroutine_threadsafe": "concurrent.futures.Future",
    "builtins.open": "typing.IO",
    "collections.defaultdict": "collections.defaultdict",  # a class, in small letters
    "concurrent.futures.Executor.submit": "concurrent.futures.Future",
    "cryptography.hazmat.primitives.kdf.pbkdf2.PBKDF2HMAC": (
        "cryptography.hazmat.primitives.kdf.pbkdf2.PBKDF2HMAC"
    ),
    "ffmpeg.input": "ffmpeg.nodes.FilterableStream",
    "ffmpeg.nodes.FilterableStream.output": "ffmpeg.nodes.OutputStream",
    "ffmpeg.output": "ffmpeg.nodes.OutputStream",
    "ffmpeg.overwrite_output": "ffmpeg.nodes.OutputStream",
    "multiprocessing.Manager": "multiprocessing.managers.SyncManager",
    "multiprocessing.Pool": "multiprocessing.pool.Pool",
    "multiprocessing.Queue": "multiprocessing.queues.Queue",
    "multiprocessing.pool.Pool.apply_async": "multiprocessing.pool.AsyncResult",
    "multiprocessing.pool.Pool.map_async": "multiprocessing.pool.AsyncResult",
    "multiprocessing.pool.Pool.starmap_async": "multiprocessing.pool.AsyncResult",
    "os.fdopen": "typing.IO",
    "passlib.hash.argon2.using": "passlib.hash.argon2",
    "passlib.hash.bcrypt.using": "passlib.hash.bcrypt",
    "passlib.hash.pbkdf2_sha256.using": "passlib.hash.pbkdf2_sha256",
    "passlib.hash.pbkdf2_sha512.using": "passlib.hash.pbkdf2_sha512",
    "pathlib.Path.open": "typing.IO",
    "pathlib.Path.read_bytes": "builtins.bytes",
    "pathlib.Path.read_text": "builtins.str",
    "pwdlib.PasswordHash.recommended": "pwdlib.PasswordHash",
    "pydub.AudioSegment.empty": "pydub.AudioSegment",
    "pydub.AudioSegment.from_file": "pydub.AudioSegment",
    "pydub.AudioSegment.from_flv": "pydub.AudioSegment",
    "pydub.AudioSegment.from_mp3": "pydub.AudioSegment",
    "pydub.AudioSegment.from_ogg": "pydub.AudioSegment",
    "pydub.AudioSegment.from_wav": "pydub.AudioSegment",
    "pydub.AudioSegment.silent": "pydub.AudioSegment",
    "tarfile.open": "tarfile.TarFile",
    "ultralytics.YOLO": "ultralytics.YOLO",  # a class, in capitals
    "weasyprint.HTML": "weasyprint.HTML",
    "whisper.load_model": "whisper.Whisper",
    "whisperx.load_model": "whisperx.asr.FasterWhisperPipeline",
}

CHAINED: dict[str, str] = {
    "PIL.Image.Image": "convert copy crop filter resize rotate",
    "ffmpeg.nodes.FilterableStream": "filter",
    "ffmpeg.nodes.OutputStream": "global_args overwrite_output",
    "pathlib.Path": (
        "__truediv__ absolute cwd expanduser home joinpath relative_to resolve with_name with_stem "
        "with_suffix"
    ),
    "pydub.AudioSegment": (
        "append apply_gain fade fade_in fade_out overlay remove_dc_offset reverse set_channels "
        "set_frame_rate set_sample_width"
    ),
}

FACTORIES: dict[str, tuple[str, int | None]] = {
    "functools.partial": ("func", 0),
}

ENTERED: dict[str, str] = {
    "tempfile.TemporaryDirectory": "builtins.str",
}

ATTRIBUTES: dict[str, str] = {
    "pathlib.PurePath.parent": "pathlib.Path",
}
