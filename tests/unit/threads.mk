# The search's thread once more, under ThreadSanitizer, with the layers below it.
CFLAGS_tsan = -O1 -fsanitize=thread
THREADS := $(if $(filter release,$(BUILD)),$(O)/tsan/tests/unit/test_model_seek)
$(if $(THREADS),$(THREADS): FORCE ; @+$(SUB) BUILD=tsan LAYERS='base text parse store model' $$@)
