"""`python -m demo --port 8000 [--day 2]`: serve the demo site until it is interrupted."""

import argparse
import contextlib
import sys

from demo.server import DemoServer


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m demo", description="Serve the demo site on loopback.")
    parser.add_argument(
        "--port", type=int, default=8000, help="port of 127.0.0.1; 0 takes any that is free (default: 8000)"
    )
    parser.add_argument(
        "--day", type=int, default=1, choices=(1, 2), help="2: some articles edited, some gone, some new"
    )
    arguments = parser.parse_args()
    try:
        server = DemoServer(arguments.port, arguments.day)
    except OSError as error:
        sys.exit(f"python -m demo: port {arguments.port} cannot be used ({error.strerror}); name another with --port")
    print(server.address, flush=True)
    with contextlib.suppress(KeyboardInterrupt):
        server.serve_forever()


if __name__ == "__main__":
    main()
