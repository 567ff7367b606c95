import asyncio
import ftplib
import imaplib
import ipaddress
import smtplib
import socket
from smtplib import SMTP_SSL

import aiosmtplib
import dns.asyncresolver
import dns.resolver
import ldap
import ldap3
import paramiko
from fastapi import FastAPI, WebSocket
from fastapi.concurrency import run_in_threadpool

app = FastAPI()


@app.post("/mail")
async def mail(text: str) -> None:
    with SMTP_SSL("mail.example") as server:  # error: FPI209
        server.login("user", "secret")
        server.sendmail("a", "b", text)
    await asyncio.sleep(0)


@app.post("/late")
async def late(text: str) -> None:
    server = smtplib.SMTP()
    server.connect("mail.example")  # error: FPI209
    server.quit()


@app.get("/inbox")
async def inbox() -> None:
    imaplib.IMAP4_SSL("mail.example")  # error: FPI209
    ftplib.FTP("files.example")  # the same to do, said once


@app.get("/directory")
async def directory() -> None:
    connection = ldap3.Connection(ldap3.Server("ldap.example"))
    connection.bind()  # error: FPI209


@app.get("/old-directory")
async def old_directory(user: str, password: str) -> None:
    connection = ldap.initialize("ldap://ldap.example")
    connection.set_option(ldap.OPT_REFERRALS, 0)
    connection.simple_bind_s(user, password)  # error: FPI209
    connection.search_s("dc=example", ldap.SCOPE_SUBTREE)


@app.get("/run")
async def run_there(command: str) -> None:
    client = paramiko.SSHClient()
    client.set_missing_host_key_policy(paramiko.RejectPolicy())
    client.connect("host.example")  # error: FPI209
    client.exec_command(command)


@app.get("/dns")
async def names(host: str) -> None:
    dns.resolver.resolve(host, "MX")  # error: FPI209


@app.websocket("/raw")
async def raw(websocket: WebSocket) -> None:
    await websocket.accept()
    with socket.create_connection(("a.example", 80)) as connection:  # error: FPI209
        connection.sendall(b"a")


class Mailer:
    def __init__(self, host: str) -> None:
        self.host = host

    def send(self, text: str) -> None:
        with smtplib.SMTP(self.host) as server:
            server.sendmail("a", "b", text)

    async def send_later(self, text: str) -> None:
        await run_in_threadpool(self.send, text)


mailer = Mailer("mail.example")


@app.post("/mailer")
async def use_mailer(text: str) -> None:
    mailer.send(text)  # error: FPI209
    await mailer.send_later(text)


class Probe:
    """Another process of this machine, that is asked by datagrams."""

    def __init__(self, path: str) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.sock.settimeout(10)
        self.sock.connect(path)

    async def ask(self) -> bytes:
        self.sock.send(b"?")
        return self.sock.recv(100)  # error: FPI209


probe = Probe("/run/probe.sock")


@app.get("/probe")
async def probed() -> bytes:
    return await probe.ask()


def addresses_of(host: str) -> list[str]:
    try:
        found = [str(ipaddress.ip_address(host.strip("[]")))]
    except ValueError:  # a name, as most are
        try:
            found = [str(each[4][0]) for each in socket.getaddrinfo(host, None)]
        except socket.gaierror as error:
            raise LookupError(host) from error
    return found


@app.get("/addresses")
async def addresses(host: str) -> list[str]:
    return addresses_of(host)  # error: FPI209


# ---- the innocent ---------------------------------------------------------------------------


@app.post("/awaited")
async def awaited(text: str) -> None:
    async with aiosmtplib.SMTP("mail.example") as server:
        await server.sendmail("a", "b", text)
    await dns.asyncresolver.resolve("a.example", "MX")
    loop = asyncio.get_running_loop()
    await loop.getaddrinfo("a.example", 443)
    await loop.sock_recv(socket.socket(), 10)


@app.get("/made")
async def made() -> str:
    paramiko.SSHClient().load_system_host_keys()
    smtplib.SMTP()
    socket.inet_aton("127.0.0.1")
    ldap3.Connection(ldap3.Server("ldap.example"), auto_bind=False)
    ldap.initialize("ldap://ldap.example").set_option(ldap.OPT_NETWORK_TIMEOUT, 5)
    return socket.gethostbyname(socket.gethostname())  # of the machine itself


@app.get("/handed-over")
async def handed_over(host: str) -> str:
    return await asyncio.to_thread(socket.gethostbyname, host)


@app.post("/threaded")
def threaded(text: str) -> None:
    mailer.send(text)


class Sender:
    def __init__(self) -> None:
        self.sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.sock.setblocking(False)
        self.sock.connect(("127.0.0.1", 9000))

    async def send(self, data: bytes) -> None:
        self.sock.sendall(data)


def made_elsewhere() -> socket.socket:
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    sock.settimeout(0)
    return sock


sender = Sender()
quick = made_elsewhere()


@app.post("/at-once")
async def at_once(data: bytes) -> None:
    await sender.send(data)
    quick.sendall(data)


def addresses_found(host: str, known: dict[str, str]) -> list[str]:
    try:
        return [str(ipaddress.ip_address(known[ask(host)]))]
    except (LookupError, ValueError):
        return [socket.gethostbyname(host)]  # something went wrong


def ask(host: str) -> str:
    return host


@app.get("/addresses-found")
async def found_addresses(host: str) -> list[str]:
    return addresses_found(host, {})


async def startup() -> None:
    socket.gethostbyname("a.example")


app.add_event_handler("startup", startup)
