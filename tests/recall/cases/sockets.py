"""Mail, file transfer, directories, names."""

import asyncio
import ftplib
import imaplib
import smtplib
import socket
import ssl
from email.message import EmailMessage

import aiosmtplib
import ldap3
import paramiko
from fastapi import BackgroundTasks, FastAPI
from fastapi.concurrency import run_in_threadpool

app = FastAPI()


@app.post("/mail")
async def mail(message: str) -> None:
    with smtplib.SMTP("mail") as server:  # blocks: socket
        print(server)


@app.post("/mail-twin")
async def mail_twin(message: str) -> None:
    async with aiosmtplib.SMTP("mail") as server:
        await server.sendmail("a", "b", message)


@app.post("/mail-tls")
async def mail_tls() -> None:
    context = ssl.create_default_context()
    smtplib.SMTP_SSL("mail", 465, context=context)  # blocks: socket


@app.get("/ftp")
async def ftp() -> None:
    ftplib.FTP("files")  # blocks: socket


@app.get("/ftp-twin")
def ftp_twin() -> list[str]:
    return ftplib.FTP("files").nlst()


@app.get("/imap")
async def imap() -> None:
    imaplib.IMAP4_SSL("mail")  # blocks: socket


@app.get("/ssh")
async def ssh() -> None:
    client = paramiko.SSHClient()
    client.connect("host")  # blocks: socket


@app.get("/ssh-twin")
async def ssh_twin() -> None:
    client = paramiko.SSHClient()
    await asyncio.to_thread(client.connect, "host")


@app.get("/ldap")
async def ldap() -> None:
    ldap3.Connection(ldap3.Server("directory"), auto_bind=True)  # blocks: socket


@app.get("/resolve")
async def resolve(host: str) -> str:
    return socket.gethostbyname(host)  # blocks: socket


@app.get("/resolve-twin")
async def resolve_twin(host: str) -> object:
    return await asyncio.get_running_loop().getaddrinfo(host, 443)


@app.get("/connect")
async def connect(host: str) -> None:
    socket.create_connection((host, 443), timeout=5).close()  # blocks: socket


@app.get("/connect-twin")
async def connect_twin(host: str) -> str:
    _, writer = await asyncio.open_connection(host, 443)
    writer.close()
    return socket.gethostname()


def send(message: EmailMessage) -> None:
    with smtplib.SMTP("mail", 587) as server:
        server.starttls()
        server.send_message(message)


def welcome(address: str) -> None:
    message = EmailMessage()
    message["To"] = address
    send(message)


async def welcome_task(address: str) -> None:
    welcome(address)  # blocks: socket


@app.post("/join")
async def join(address: str, tasks: BackgroundTasks) -> None:
    tasks.add_task(welcome_task, address)
    tasks.add_task(welcome, address)
    send(EmailMessage())  # blocks: socket
    await run_in_threadpool(welcome, address)


@app.post("/late")
async def late(message: EmailMessage) -> None:
    server = smtplib.SMTP()
    server.connect("mail")  # blocks: socket
    server.send_message(message)  # blocks: socket
    server.close()


@app.get("/names")
async def names() -> list[str]:
    with ftplib.FTP_TLS("files") as server:  # blocks: socket
        return server.nlst()  # blocks: socket


@app.get("/raw")
async def raw(host: str) -> bytes:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as connection:
        connection.settimeout(5)
        connection.connect((host, 80))  # blocks: socket
        connection.sendall(b"GET / HTTP/1.0")  # blocks: socket
        return connection.recv(1024)  # blocks: socket


@app.get("/port")
async def port(host: str) -> bool:
    return socket.socket().connect_ex((host, 80)) == 0  # blocks: socket


@app.get("/raw-twin")
async def raw_twin(host: str) -> bytes:
    connection = socket.socket()
    connection.setblocking(False)
    loop = asyncio.get_running_loop()
    await loop.sock_connect(connection, (host, 80))
    connection.recv(10)
    return await loop.sock_recv(connection, 1024)


@app.get("/raw-twin-2")
async def raw_twin_2(connection: socket.socket) -> bytes:
    try:
        return connection.recv(1024, socket.MSG_DONTWAIT)
    except BlockingIOError:
        return b""


@app.get("/own-address-twin")
async def own_address_twin() -> str:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("8.8.8.8", 80))
        return str(probe.getsockname()[0])


@app.get("/port-twin")
async def port_twin(number: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("localhost", number)) == 0


@app.get("/raw-twin-3")
def raw_twin_3(host: str) -> bytes:
    connection = socket.socket()
    connection.connect((host, 80))
    return connection.recv(1024)
