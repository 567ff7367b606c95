"""What blocks while it talks to another machine by a protocol: HTTP, sockets, mail, SSH, DNS.

Kinds: `http`, `socket`. The packages of one vendor's service are in `services` and `ai`.
"""

from __future__ import annotations

from flake8_fastapi.model.blocking.entries import (
    ABSENT,
    FLOW,
    GIVEN,
    PROXY,
    THREAD,
    Blocking,
    Conditions,
    Constructors,
    Libraries,
    Unless,
)

LIBRARIES: Libraries = (
    # HTTP clients
    (
        "http",
        "use `httpx.AsyncClient`",
        {
            "requests": "delete get head options patch post put request",
            "requests.Session": "delete get head options patch post put request send",
            "requests_oauthlib.OAuth2Session": "fetch_token refresh_token",
            "authlib.integrations.requests_client.OAuth2Session": "fetch_token refresh_token",
            "urllib.request": "urlopen urlretrieve",
            "urllib.request.OpenerDirector": "open",
            "urllib3": "request",
            "urllib3.PoolManager": "request request_encode_body request_encode_url urlopen",
            "urllib3.HTTPConnectionPool": "request request_encode_body request_encode_url urlopen",
            "http.client.HTTPConnection": "connect getresponse request send",
            "httplib2.Http": "request",
            "pycurl.Curl": "perform",
        },
    ),
    # these pass for a browser, as httpx does not
    (
        "http",
        "use `curl_cffi.requests.AsyncSession`",
        {
            "curl_cffi.requests": "delete get head options patch post put request",
            "curl_cffi.requests.Session": "delete get head options patch post put request",
        },
    ),
    (
        "http",
        THREAD,
        {"cloudscraper.CloudScraper": "delete get head options patch post put request send"},
    ),
    (
        "http",
        "use `httpx.AsyncClient`",
        {
            "httpx": "delete get head options patch post put request stream",
            "httpx.Client": "delete get head options patch post put request send stream",
            "authlib.integrations.httpx_client.OAuth2Client": "fetch_token refresh_token",
        },
    ),
    (
        "http",
        "use `httpx2.AsyncClient`",
        {
            "httpx2": "delete get head options patch post put request stream",
            "httpx2.Client": "delete get head options patch post put request send stream",
        },
    ),
    # of what is on the other side, all but what has a dot in its name
    ("http", PROXY, {"xmlrpc.client.ServerProxy": "*"}),
    ("http", FLOW, {"google_auth_oauthlib.flow.Flow": "fetch_token"}),
    (
        "http",
        THREAD,
        {
            "google.auth.credentials.Credentials": "refresh",
            "google.oauth2.credentials.Credentials": "refresh",
            "google.oauth2.service_account.Credentials": "refresh",
            "google.oauth2.service_account.IDTokenCredentials": "refresh",
            "google.oauth2.id_token": "fetch_id_token verify_firebase_token verify_oauth2_token",
            "gql.Client": "execute",
            "jwt.PyJWKClient": (
                "fetch_data get_jwk_set get_signing_key get_signing_key_from_jwt get_signing_keys"
            ),
            "newspaper.Article": "download",
            "pywebpush": "webpush",
            "trafilatura": "fetch_url",
            "websocket": "create_connection",
            "websocket.WebSocket": "connect recv send",
            "websocket.WebSocketApp": "run_forever",
        },
    ),
    (
        "http",
        "use `websockets.connect` of `websockets.asyncio.client`",
        {
            "websockets.sync.client": "connect",
            "websockets.sync.client.ClientConnection": "recv send",
        },
    ),
    # sockets
    (
        "socket",
        "use `aiosmtplib`",
        {
            "smtplib.SMTP": (
                "connect data ehlo helo login mail noop quit rcpt send_message sendmail starttls "
                "verify"
            )
        },
    ),
    (
        "socket",
        "use `await loop.getaddrinfo(...)`",
        {"socket": "getaddrinfo gethostbyname"},
    ),
    (  # what other names a host has, `getaddrinfo` does not tell
        "socket",
        THREAD,
        {
            "routeros_api": "connect",
            "routeros_api.RouterOsApiPool": "get_api",
            "routeros_api.resource.RouterOsResource": "add call detailed_get get remove set",
            "socket": "gethostbyname_ex",
        },
    ),
    (  # which finds the name of an address; `getaddrinfo` does not
        "socket",
        "use `await loop.getnameinfo(...)`",
        {"socket": "gethostbyaddr getnameinfo"},
    ),
    (
        "socket",
        "use `await asyncio.open_connection(...)`",
        {
            "socket": "create_connection",
            "socket.socket": "accept connect connect_ex recv recv_into recvfrom sendall sendfile",
            "telnetlib.Telnet": "expect read_all read_some read_until write",
        },
    ),
    (
        "socket",
        "use `dns.asyncresolver.resolve`",
        {
            "dns.resolver": "query resolve resolve_address",
            "dns.resolver.Resolver": "query resolve resolve_address",
        },
    ),
    (
        "socket",
        THREAD,
        {
            "ftplib.FTP": (
                "connect cwd delete dir login mkd nlst retrbinary retrlines sendcmd size "
                "storbinary storlines"
            ),
            "imaplib.IMAP4": (
                "append copy expunge fetch list login logout search select status store uid"
            ),
            "poplib.POP3": "dele list pass_ quit retr stat top uidl user",
            "ldap.ldapobject.LDAPObject": (
                "add_ext_s add_s bind_s compare_ext_s compare_s delete_ext_s delete_s extop_s "
                "find_unique_entry get_naming_contexts modify_ext_s modify_s modrdn_s passwd_s "
                "read_rootdse_s read_s read_subschemasubentry_s rename_s sasl_bind_s "
                "sasl_external_bind_s sasl_gssapi_bind_s sasl_interactive_bind_s "
                "sasl_non_interactive_bind_s search_ext_s search_s search_st "
                "search_subschemasubentry_s simple_bind_s start_tls_s whoami_s"
            ),
            "ldap3.Connection": (
                "add bind compare delete modify modify_dn rebind search start_tls unbind"
            ),
            "pysftp.Connection": "execute get listdir put",
            "imap_tools.MailBox": "delete fetch flag login move numbers uids",
            "email_validator": "validate_email",  # asks for the server of the domain
            "whois": "whois",
        },
    ),
    (
        "socket",
        "use `aiomqtt`",
        {"paho.mqtt.client.Client": "connect loop_forever reconnect"},
    ),
    (
        "socket",
        "use `asyncssh`",
        {
            "fabric.Connection": "get put run sudo",
            "netmiko": "ConnectHandler",
            "netmiko.BaseConnection": (
                "commit enable find_prompt save_config send_command send_command_timing "
                "send_config_from_file send_config_set"
            ),
            "paramiko.SSHClient": "connect exec_command invoke_shell open_sftp",
            "paramiko.SFTPClient": (
                "chdir file get getfo listdir listdir_attr mkdir open put putfo remove rename "
                "rmdir stat"
            ),
            "paramiko.Transport": "auth_password connect open_session",
        },
    ),
)

UNLESS: Conditions = {
    # what is given may say that nobody is asked
    "email_validator.validate_email": (
        Unless("check_deliverability", None, (GIVEN, False)),
        Unless("test_environment", None, (GIVEN, True)),
    ),
}

CONSTRUCTORS: Constructors = {
    "ftplib.FTP": Blocking("socket", THREAD, (Unless("host", 0, (ABSENT, "")),)),
    "imap_tools.MailBox": Blocking("socket", THREAD),
    "imaplib.IMAP4": Blocking("socket", THREAD),
    "ldap3.Connection": Blocking(
        "socket", THREAD, (Unless("auto_bind", 3, (ABSENT, False, "NONE", "DEFAULT")),)
    ),
    "poplib.POP3": Blocking("socket", THREAD),
    "pysftp.Connection": Blocking("socket", THREAD),
    "smtplib.SMTP": Blocking("socket", "use `aiosmtplib`", (Unless("host", 0, (ABSENT, "")),)),
    "telnetlib.Telnet": Blocking("socket", THREAD, (Unless("host", 0, (ABSENT, "")),)),
}
