# A kiosk to try, on a loopback port: make kiosk-demo.
.PHONY: kiosk-demo
kiosk-demo: ## a kiosk to try, on a loopback port
	@.ci/deps.sh run kiosk
	@+$(SUB) all
	@KIOSK_NET=host KIOSK_PORT=$${KIOSK_PORT:-2222} tests/kiosk/enter $(B) sh tests/kiosk/demo $(O)/kiosk-demo
