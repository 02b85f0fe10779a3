/* Hostile contents of a vault: what is accepted survives a round trip. */
#include <stdlib.h>

#include "vault/vault_priv.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct xg_vault v = { 0 }, again = { 0 };
	struct xg_secret plain = { 0 };

	if (n <= XG_SECRET_MAX &&
		xg_vault_decode(&v, (const char *)p, n) == 0) {
		if (xg_vault_encode(&v, &plain) == 0 &&
			(xg_vault_decode(&again, plain.p, plain.n) < 0 ||
				again.n != v.n))
			abort();
	}
	xg_secret_release(&plain);
	xg_vault_release(&v);
	xg_vault_release(&again);
	return 0;
}
