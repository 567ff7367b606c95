"""What blocks on this machine: sleep, other programs, the disk, the processor, other threads.

Kinds: `sleep`, `subprocess`, `file`, `text`, `cpu`, `heavy`, `wait`.
"""

from __future__ import annotations

from flake8_fastapi.model.blocking.entries import ABSENT, THREAD, Conditions, Libraries, Unless

#: Rounds of PBKDF2 that nobody notices if there are no more: with SHA-256 10 to 15 milliseconds.
FEW_ROUNDS = 40_000

LIBRARIES: Libraries = (
    # sleeping
    ("sleep", "use `await asyncio.sleep(...)`", {"time": "sleep"}),
    # with an interval, they sleep so long
    (
        "sleep",
        THREAD,
        {"psutil": "cpu_percent cpu_times_percent", "psutil.Process": "cpu_percent"},
    ),
    # other programs
    (
        "subprocess",
        "use `await asyncio.create_subprocess_exec(...)`",
        {
            "subprocess": "call check_call check_output getoutput getstatusoutput run",
            "subprocess.Popen": (
                "communicate wait ~stderr ~stderr.read ~stderr.readline ~stderr.readlines "
                "~stdout ~stdout.read ~stdout.readline ~stdout.readlines"
            ),
            "os": "popen system",
        },
    ),
    (
        "subprocess",
        THREAD,
        {
            "ffmpeg": "probe run",
            "ffmpeg.nodes.OutputStream": "~run",
            "git.Remote": "fetch pull push",
            "git.cmd.Git": (
                "execute ls_remote ~add ~branch ~checkout ~clean ~clone ~commit ~diff ~fetch ~log "
                "~merge ~pull ~push ~rebase ~reset ~show ~stash ~status ~submodule"
            ),
            "nmap.PortScanner": "listscan scan",
            "pdf2image": (
                "convert_from_bytes convert_from_path pdfinfo_from_bytes pdfinfo_from_path"
            ),
            # of these, `event_loop.sounds` leaves out what needs no other program
            "pydub.AudioSegment": "export from_file from_flv from_mp3 from_ogg",
            "pypandoc": "convert_file convert_text",
        },
    ),
    # files
    (
        "file",
        "use `anyio.open_file`",
        {"builtins": "open", "pathlib.Path": "open"},
    ),
    (
        "file",
        "use `anyio.Path`",
        {"pathlib.Path": "read_bytes write_bytes"},
    ),
    ("text", "use `anyio.Path`", {"pathlib.Path": "read_text write_text"}),
    (
        "file",
        THREAD,
        {
            "shutil": "copyfileobj copytree make_archive unpack_archive",
            "tarfile.TarFile": "add extract extractall",
            "zipfile.ZipFile": "extract extractall write",
        },
    ),
    ("file", THREAD, {"os": "fdopen"}),  # of `mkstemp`: see `event_loop.file_contents`
    # slow by design
    (
        "cpu",
        THREAD,
        {
            "argon2.PasswordHasher": "hash verify",
            "bcrypt": "checkpw hashpw kdf",
            "cryptography.hazmat.primitives.kdf.pbkdf2.PBKDF2HMAC": "derive verify",
            "cryptography.hazmat.primitives.kdf.scrypt.Scrypt": "derive verify",
            "fastapi_users.password.PasswordHelper": "hash verify_and_update",
            "hashlib": "pbkdf2_hmac scrypt",
            "passlib.context.CryptContext": "dummy_verify encrypt hash verify verify_and_update",
            "passlib.hash.argon2": "encrypt hash verify",
            "passlib.hash.bcrypt": "encrypt hash verify",
            "passlib.hash.pbkdf2_sha256": "encrypt hash verify",
            "passlib.hash.pbkdf2_sha512": "encrypt hash verify",
            "pwdlib.PasswordHash": "hash verify verify_and_update",
            "werkzeug.security": "check_password_hash generate_password_hash",
        },
    ),
    # slow with much data
    (
        "heavy",
        THREAD,
        {
            "PIL.Image.Image": "convert filter resize rotate save thumbnail transform",
            "cv2": "imread imwrite",
            "docling.document_converter.DocumentConverter": "convert",
            "cv2.VideoCapture": "open read",
            "faster_whisper.WhisperModel": "~transcribe",
            "joblib": "dump load",
            "librosa": "load",
            "markitdown.MarkItDown": (
                "convert convert_local convert_response convert_stream convert_uri convert_url"
            ),
            "openpyxl": "load_workbook",
            "pandas": "read_csv read_excel read_json read_parquet",
            "pandas.DataFrame": "to_csv to_excel to_parquet",
            "polars": "read_csv read_excel read_parquet",
            "pyarrow.parquet": "read_pandas read_table write_table",
            "pytesseract": "image_to_data image_to_string",
            "sentence_transformers.SentenceTransformer": "~encode",
            "soundfile": "read write",
            "torchaudio": "load save",
            "whisper": "~load_model ~transcribe",
            "weasyprint.HTML": "render write_pdf",
        },
    ),
    # waiting for a thread, a process, a person
    (
        "wait",
        "use `asyncio.Lock`",
        {"threading.Lock": "acquire", "threading.RLock": "acquire"},
    ),
    (
        "wait",
        "use `asyncio.Semaphore`",
        {"threading.BoundedSemaphore": "acquire", "threading.Semaphore": "acquire"},
    ),
    ("wait", "use `asyncio.Condition`", {"threading.Condition": "acquire wait wait_for"}),
    # what other threads wake: those of `asyncio` are not for threads
    (
        "wait",
        THREAD,
        {
            "queue.Queue": "get join",
            "queue.SimpleQueue": "get",
            "threading.Barrier": "wait",
            "threading.Event": "wait",
        },
    ),
    # a queue of texts, which another thread fills
    (
        "wait",
        "use `AsyncTextIteratorStreamer`",
        {"transformers.TextIteratorStreamer": "__iter__"},
    ),
    (
        "wait",
        "await it with `asyncio.wrap_future(...)`",
        {
            "concurrent.futures": "as_completed wait",
            "concurrent.futures.Future": "exception result",
        },
    ),
    (
        "wait",
        "use `await asyncio.to_thread(...)`",
        {"threading.Thread": "join"},
    ),
    (
        "wait",
        THREAD,
        {
            "builtins": "input",
            "concurrent.futures.Executor": "map shutdown",
            "getpass": "getpass",
            "select": "select",
            "multiprocessing.Process": "join",
            "multiprocessing.pool.AsyncResult": "get wait",
            "multiprocessing.pool.Pool": "apply join map starmap",
            "multiprocessing.queues.Queue": "get",
            "psutil": "wait_procs",
            "psutil.Process": "wait",
        },
    ),
    (
        "wait",
        "take it out",
        {"builtins": "breakpoint", "pdb": "post_mortem set_trace"},
    ),
)

IN_MEMORY: Conditions = {
    "cryptography.hazmat.primitives.kdf.pbkdf2.PBKDF2HMAC": (
        Unless("iterations", 3, range(FEW_ROUNDS)),
    ),
}

UNLESS: Conditions = {
    "concurrent.futures.Executor.shutdown": (Unless("wait", 0, (False,)),),
    "concurrent.futures.Future.exception": (Unless("timeout", 0, (0, 0.0)),),
    "concurrent.futures.Future.result": (Unless("timeout", 0, (0, 0.0)),),
    "concurrent.futures.wait": (Unless("timeout", 1, (0, 0.0)),),
    "hashlib.pbkdf2_hmac": (Unless("iterations", 3, range(FEW_ROUNDS)),),
    "multiprocessing.Process.join": (Unless("timeout", 0, (0, 0.0)),),
    "multiprocessing.queues.Queue.get": (
        Unless("block", 0, (False,)),
        Unless("timeout", 1, (0, 0.0)),
    ),
    # without, it tells of the time since it was last called
    "psutil.cpu_percent": (Unless("interval", 0, (ABSENT, None, 0, 0.0)),),
    "psutil.cpu_times_percent": (Unless("interval", 0, (ABSENT, None, 0, 0.0)),),
    "psutil.Process.cpu_percent": (Unless("interval", 0, (ABSENT, None, 0, 0.0)),),
    "psutil.Process.wait": (Unless("timeout", 0, (0, 0.0)),),
    "psutil.wait_procs": (Unless("timeout", 1, (0, 0.0)),),
    "queue.Queue.get": (Unless("block", 0, (False,)), Unless("timeout", 1, (0, 0.0))),
    "queue.SimpleQueue.get": (Unless("block", 0, (False,)), Unless("timeout", 1, (0, 0.0))),
    "select.select": (Unless("timeout", 3, (0, 0.0)),),
    "subprocess.Popen.wait": (Unless("timeout", 0, (0, 0.0)),),
    "threading.BoundedSemaphore.acquire": (
        Unless("blocking", 0, (False,)),
        Unless("timeout", 1, (0, 0.0)),
    ),
    "threading.Condition.acquire": (
        Unless("blocking", 0, (False,)),
        Unless("timeout", 1, (0, 0.0)),
    ),
    "threading.Condition.wait": (Unless("timeout", 0, (0, 0.0)),),
    "threading.Condition.wait_for": (Unless("timeout", 1, (0, 0.0)),),
    "threading.Event.wait": (Unless("timeout", 0, (0, 0.0)),),
    "threading.Lock.acquire": (Unless("blocking", 0, (False,)), Unless("timeout", 1, (0, 0.0))),
    "threading.RLock.acquire": (Unless("blocking", 0, (False,)), Unless("timeout", 1, (0, 0.0))),
    "threading.Semaphore.acquire": (
        Unless("blocking", 0, (False,)),
        Unless("timeout", 1, (0, 0.0)),
    ),
    "threading.Thread.join": (Unless("timeout", 0, (0, 0.0)),),
    "time.sleep": (Unless("secs", 0, (0, 0.0)),),
}
