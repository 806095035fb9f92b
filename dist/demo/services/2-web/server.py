"""The smallest web server that can say who it is. Arguments: folder, node, epoch."""

import os
import socket
import sys
import time

folder, node, epoch = sys.argv[1:]
with open(f"{folder}/http.port", encoding="ascii") as port_file:
    port = int(port_file.read())

server = socket.socket()
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(("127.0.0.1", port))  # fails if another node still serves: that would be a second master
server.listen(64)

child = os.fork()
if child:
    with open(f"{folder}/{node}/web.pid", "w", encoding="ascii") as pid_file:
        pid_file.write(f"{child}\n")
    with open(f"{folder}/scripts.log", "a", encoding="ascii") as log:
        log.write(f"{time.time():.9f} {node} web serves {epoch}\n")
    sys.exit(0)

null = os.open(os.devnull, os.O_RDWR)
for descriptor in (0, 1, 2):
    os.dup2(null, descriptor)
text = f"{node} {epoch}\n"
answer = f"HTTP/1.1 200 OK\r\nContent-Length: {len(text)}\r\nConnection: close\r\n\r\n{text}".encode()
while True:
    client, _ = server.accept()
    with client:
        try:
            client.settimeout(1)
            client.recv(4096)
            client.sendall(answer)
        except OSError:
            pass  # a client that went away hurts only itself
