"""A kazoo client for sim/cli/ci/real-clients.ts: makes a node for each line it reads, however long that takes."""
import logging
import sys

from kazoo.client import KazooClient
from kazoo.exceptions import NodeExistsError
from kazoo.retry import KazooRetry

logging.disable(logging.CRITICAL)
hosts, *tls = sys.argv[1:]
secure = dict(use_ssl=True, ca=tls[0], certfile=tls[1], keyfile=tls[2]) if tls else {}
zk = KazooClient(hosts, timeout=10, connection_retry=KazooRetry(max_tries=-1, max_delay=1), **secure)
zk.start(timeout=30)
retry = KazooRetry(max_tries=-1, max_delay=1)
for line in sys.stdin:
    try:
        retry(zk.create, line.strip(), b"made by kazoo")
    except NodeExistsError:
        pass  # An attempt whose answer was lost had made it.
    print("made", line.strip(), flush=True)
zk.stop()
