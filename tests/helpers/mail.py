"""A mail server of loopback that keeps what it is given, and a program `sendmail` that does."""

import base64
import email
import email.policy
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path


@dataclass
class Post:
    """A server at 127.0.0.1. `refused` are recipients that it refuses; `down`: it refuses all mails for now. `logins`
    are (user, password), each with whether TLS hid it.
    """

    port: int = 0
    tls: ssl.SSLContext | None = None
    login: tuple[str, str] | None = None
    refused: set[str] = field(default_factory=set)
    is_down: bool = False
    mails: list[tuple[str, EmailMessage]] = field(default_factory=list)  # recipient and mail
    logins: list[tuple[str, str, bool]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def subjects(self, recipient: str) -> list[str]:
        return [str(mail["Subject"]) for to, mail in self.mails if to == recipient]


class _Conversation(socketserver.StreamRequestHandler):
    """What a server says to each command (RFC 5321, 3207, 4954)."""

    post: Post

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        with suppress(OSError):
            self.talk()
        self.rfile.close()
        self.wfile.close()
        self.connection.close()  # that of TLS is not the one that the server knows

    def talk(self) -> None:
        post, hidden, recipient = self.post, False, ""
        self.say("220 loopback")
        while line := self.rfile.readline().decode().rstrip("\r\n"):
            verb, _, rest = line.partition(" ")
            verb = verb.upper()
            if verb == "EHLO":
                more = ["STARTTLS"] if post.tls and not hidden else []
                more += ["AUTH PLAIN"] if post.login else []
                offers = ["loopback", *more]
                for number, offer in enumerate(offers, 1):
                    self.say(f"250{' ' if number == len(offers) else '-'}{offer}")
            elif verb == "STARTTLS" and post.tls:
                self.say("220 go on")
                self.rfile.close()
                self.connection = post.tls.wrap_socket(self.connection, server_side=True)
                self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", buffering=0)
                hidden = True
            elif verb == "AUTH":
                _, user, password = base64.b64decode(rest.partition(" ")[2]).decode().split("\0")
                post.logins.append((user, password, hidden))
                self.say("235 welcome" if (user, password) == post.login else f"535 no {password}")
            elif verb == "RCPT":
                recipient = rest.partition("<")[2].partition(">")[0]
                self.say("550 nobody" if recipient in post.refused else "250 ok")
            elif verb == "DATA":
                self.say("354 go on")
                data = b"".join(iter(self.rfile.readline, b".\r\n"))
                if not post.is_down:
                    mail = email.message_from_bytes(data, policy=email.policy.default)
                    assert isinstance(mail, EmailMessage)
                    post.mails.append((recipient, mail))
                self.say("451 later" if post.is_down else "250 ok")
            elif verb == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")


@contextmanager
def receiving(tls: ssl.SSLContext | None = None, login: tuple[str, str] | None = None) -> Iterator[Post]:
    """The mail server on a free port."""
    post = Post(tls=tls, login=login)
    handler = type("Conversation", (_Conversation,), {"post": post})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        post.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield post
        server.shutdown()


def put_sendmail(folder: Path, code: int = 0) -> Path:
    """A program `sendmail` in a folder, which is to be on PATH: it writes its arguments and its input into sent.txt."""
    program = folder / "sendmail"
    program.write_text(f'#!/bin/sh\n{{ echo "$@"; /bin/cat; }} >> {folder}/sent.txt\nexit {code}\n')
    program.chmod(0o755)
    return folder / "sent.txt"
