"""Ways in to a private network, as links, as addresses and as answers of a name."""

# What a name might answer, or a link carry: none is an address of the public internet.
PRIVATE_ADDRESSES = (
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.100.100.200",
    "100.127.255.254", "127.0.0.1", "127.0.0.53", "127.255.255.254", "168.63.129.16",
    "169.254.0.1", "169.254.169.254", "169.254.170.2", "172.16.0.1", "172.17.0.1",
    "172.31.255.255", "192.0.0.1", "192.0.0.170", "192.0.0.192", "192.0.2.1", "192.31.196.1",
    "192.52.193.1", "192.88.99.1", "192.168.0.1", "192.168.255.255", "192.175.48.1",
    "198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.255.255.250",
    "240.0.0.1", "255.255.255.255",
    "::", "::1", "::7f00:1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
    "::ffff:8.8.8.8", "::ffff:0:127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::8.8.8.8",
    "64:ff9b:1::7f00:1", "100::1", "2001::1", "2001:0:7f00:1::", "2001:2::1", "2001:10::1",
    "2001:db8::1", "2002:7f00:1::", "2002:a00:1::1", "2620:4f:8000::1", "3fff::1", "4000::1",
    "5f00::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1",
    "2606:4700::1%eth0",
)  # fmt: skip

PUBLIC_ADDRESSES = (
    "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0",
    "126.255.255.255", "172.15.255.255", "172.32.0.0", "192.167.255.255", "223.255.255.255",
    "2606:4700:4700::1111", "2a00:1450:4009::1", "2001:4860:4860::8888",
)  # fmt: skip

# Links that are refused before anything is asked of anybody.
REFUSED_LINKS = (
    "", "x", "//example.org/", "/etc/passwd", "file:///etc/passwd", "ftp://example.org/",
    "gopher://127.0.0.1:70/_x", "data:text/html,x", "javascript:alert(1)", "mailto:a@example.org",
    "ws://example.org/", "unix:///var/run/docker.sock", "http:", "http://", "http:///path",
    "http://:80/", "http://?x", "http://#x", "http://.", "http://..", "http://.example.org/",
    "http://example..org/", "http://localhost/", "http://LOCALHOST/", "http://localhost./",
    "http://sub.localhost/", "http://printer.local/", "http://db.internal/",
    "http://metadata.google.internal/", "http://router.lan/", "http://nas.home.arpa/",
    "http://hidden.onion/", "http://intranet/", "http://2130706433/", "http://0x7f000001/",
    "http://017700000001/", "http://0/", "http://127.1/", "http://127.0.1/", "http://0x7f.1/",
    "http://0177.0.0.1/", "http://127.0.0.0x1/", "http://127.0.0.01/", "http://127.0.0.1./",
    "http://1.1.1.1./", "http://example.org:22/", "http://example.org:6379/",
    "http://example.org:8080/", "http://example.org:0/", "http://example.org:99999/",
    "http://example.org:-1/", "http://example.org:http/", "http://user@example.org/",
    "http://user:pass@example.org/", "http://@127.0.0.1/", "http://example.org@127.0.0.1/",
    "http://127.0.0.1#@example.org/", "http://127.0.0.1?@example.org/",
    "http://example.org\\@127.0.0.1/", "http://127.0.0.1\\.example.org/", "http:\\\\127.0.0.1\\",
    "http://exam ple.org/", "http://example.org/\r\nHost: 127.0.0.1", "http://example.org\t/",
    "http://example.org\x00.evil.org/", "\x01http://127.0.0.1/", "http://\u3000127.0.0.1/",
    "http://127。0。0。1/", "http://１２７.０.０.１/", "http://①②⑦.⓪.⓪.①/", "http://ⓛocalhost/",
    "http://127.0.0.1%2f@example.org/", "http://127.0.0.1%00/", "http://[::1/", "http://::1/",
    "http://[::1]:22/", "http://[::ffff:7f00:1]/", "http://[0:0:0:0:0:ffff:127.0.0.1]/",
    "http://[fe80::1%25eth0]/", "http://[::1]evil.org/", "http://[not:an:address]/",
    "http://%31%32%37.0.0.1/", "http://example.org:80:80/", "https://" + "a" * 300 + ".org/" * 900,
    "http://\ud800.example.org/", "HTTP://127.0.0.1:80/", "http://127.0.0.1:443/",
)  # fmt: skip
