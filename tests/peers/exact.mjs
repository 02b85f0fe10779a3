// Exact decimals as BigInt, for comparing what peers hold as numbers or text.

// "1.50", 1.5, 1e-8 -> {m, e}: m * 10^e.
export function exact(value) {
	const text = String(value);
	const parts = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(text);
	if (!parts)
		throw new Error(`'${text}' is not a decimal`);
	const [, sign, whole, frac = '', exp = '0'] = parts;
	const m = BigInt(sign + whole + frac);
	return { m, e: Number(exp) - frac.length };
}

function scaled(a, e) {
	return a.m * 10n ** BigInt(a.e - e);
}

export function compare(x, y) {
	const a = exact(x);
	const b = exact(y);
	const e = Math.min(a.e, b.e);
	const d = scaled(a, e) - scaled(b, e);
	return d < 0n ? -1 : d > 0n ? 1 : 0;
}

export function times(x, y) {
	const a = exact(x);
	const b = exact(y);
	return text({ m: a.m * b.m, e: a.e + b.e });
}

export function plus(x, y) {
	const a = exact(x);
	const b = exact(y);
	const e = Math.min(a.e, b.e);
	return text({ m: scaled(a, e) + scaled(b, e), e });
}

export function minus(x, y) {
	const b = exact(y);
	return plus(x, text({ m: -b.m, e: b.e }));
}

// Plain text without exponent and without trailing zeros.
export function text({ m, e }) {
	const sign = m < 0n ? '-' : '';
	let digits = (m < 0n ? -m : m).toString();
	if (e >= 0)
		digits += '0'.repeat(e);
	else {
		digits = digits.padStart(1 - e, '0');
		digits = `${digits.slice(0, e)}.${digits.slice(e)}`
			.replace(/\.?0+$/, '');
	}
	return digits === '0' ? '0' : sign + digits;
}
