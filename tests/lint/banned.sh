#!/bin/bash
# What the compiler cannot forbid.
. tests/lint/lib.sh
mapfile -t files < <(find cmd lib -name "*.[ch]")
# The grep for what is banned must not find itself.
grep -nE '\b(TO''DO|FIX''ME|X''XX|HA''CK)\b' -r cmd lib man completions examples \
	Makefile README.md .ci tests --include='*' --exclude-dir=node_modules \
	--exclude-dir=lint 2>/dev/null | clean "nothing is left for later"
grep -nE '\b(exit|_exit|abort)\(' "${files[@]}" | grep -vE '^lib/(stage|io/proc|sim)' |
	grep -vE '[*/] .*exit\(' | clean "only the runner ends the process"
grep -nE '\b(printf|fprintf|puts|putchar|perror)\(' "${files[@]}" |
	grep -vE '^lib/(stage|base/banned)' |
	clean "only the runner prints"
grep -nE '\bgetenv\(' "${files[@]}" | grep -vE '^(lib/(stage|io|vault|doctor|net|expr)/|cmd/xg-sim)' |
	clean "the environment is read in the outer layers only"
grep -nE '\b(time|clock_gettime|gettimeofday)\(' "${files[@]}" |
	grep -vE '^lib/io/clock\.c|^[^:]*:[0-9]+:[ /]*\*|_time\(' |
	clean "only io/clock.c reads the clock"
grep -nE '\b(float|double)\b' "${files[@]}" |
	grep -vE '^(lib/(stat|rec|json|order/group|expr)/)|[*/].*(float|double)|confidence|^cmd/xg-sim' |
	grep -E '^lib/(dec|book|arb|route|risk|order|venue|sess)/' |
	clean "prices and quantities are never binary floating point"
grep -nE 'CURLOPT_SSL_VERIFY(PEER|HOST), *0|SSL_VERIFY_NONE|LCCSCF_ALLOW_(SELFSIGNED|INSECURE)' \
	"${files[@]}" | clean "certificates are always verified"
grep -nE '(^|[^.])/work/' -r cmd lib man tests completions examples Makefile README.md \
	--exclude-dir=node_modules --exclude-dir=lint 2>/dev/null |
	clean "no path of a developer's machine"
finish
