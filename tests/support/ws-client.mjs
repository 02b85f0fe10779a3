// A small WebSocket client for tests, apart from all of ours: URL CA SECONDS
// TEXT...: sends the texts, prints each message as a line. Exits with 0 when the
// time is over, 6 when the connection was cut, 8 when the server closed it.
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { connect } from 'node:tls';

const [url, ca, seconds, ...texts] = process.argv.slice(2);
const { hostname, port, pathname, search } = new URL(url);
const key = randomBytes(16).toString('base64');
const accept = createHash('sha1')
	.update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');

function frame(op, data) {
	const mask = randomBytes(4);
	const n = data.length;
	const head = n < 126 ? Buffer.from([0x80 | op, 0x80 | n])
		: Buffer.from([0x80 | op, 0x80 | 126, n >> 8, n & 255]);
	return Buffer.concat([head, mask, data.map((b, i) => b ^ mask[i & 3])]);
}

let input = Buffer.alloc(0);
let open = false;

function take() {
	if (!open) {
		const end = input.indexOf('\r\n\r\n');
		if (end < 0)
			return false;
		const head = input.subarray(0, end).toString();
		if (!head.startsWith('HTTP/1.1 101') || !head.includes(accept)) {
			console.error(head);
			process.exit(1);
		}
		input = input.subarray(end + 4);
		open = true;
		for (const t of texts)
			socket.write(frame(1, Buffer.from(t)));
		return true;
	}
	if (input.length < 4)
		return false;
	let n = input[1] & 127;
	let at = 2;
	if (n === 126) {
		n = input.readUInt16BE(2);
		at = 4;
	} else if (n === 127) {
		if (input.length < 10)
			return false;
		n = Number(input.readBigUInt64BE(2));
		at = 10;
	}
	if (input.length < at + n)
		return false;
	const op = input[0] & 15;
	const data = input.subarray(at, at + n);
	input = input.subarray(at + n);
	if (op === 1)
		process.stdout.write(`${data}\n`);
	else if (op === 9)
		socket.write(frame(10, data));
	else if (op === 8)
		process.exit(8);
	return true;
}

const socket = connect({ host: hostname, port, ca: readFileSync(ca) }, () => {
	socket.write(`GET ${pathname}${search} HTTP/1.1\r\nHost: ${hostname}\r\n` +
		'Connection: Upgrade\r\nUpgrade: websocket\r\n' +
		`Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n\r\n`);
});
socket.on('data', (data) => {
	input = Buffer.concat([input, data]);
	while (take())
		continue;
});
socket.on('error', () => process.exit(6));
socket.on('close', () => process.exit(6));
setTimeout(() => process.exit(0), Number(seconds) * 1000);
