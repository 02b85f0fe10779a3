/* The main() of every command; XG_STAGE is set by the Makefile. */
#include "stage/stage.h"

extern const struct xg_stage XG_STAGE;

int main(int argc, char **argv)
{
	return xg_stage_main(&XG_STAGE, argc, argv);
}
