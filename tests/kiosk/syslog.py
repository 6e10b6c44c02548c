"""Writes what comes to a socket of the system's log, a line each, to a file: syslog.py SOCKET FILE."""
import os
import socket
import sys

sock = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
sock.bind(sys.argv[1])
os.chmod(sys.argv[1], 0o666)
with open(sys.argv[2], "wb", buffering=0) as out:
    while True:
        out.write(sock.recv(65536) + b"\n")
