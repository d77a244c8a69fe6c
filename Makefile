# Fyrfält's tool chain. `make` alone lists what it can do.
#
# Every version is pinned once: Rust in rust-toolchain.toml, crates in Cargo.lock (the wasm-bindgen tool follows its
# crate, which it must equal), npm's tools in end2end/package-lock.json.

SHELL := /bin/bash
.SHELLFLAGS := -eo pipefail -c
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL: # two cargos would only wait for each other

# The paths below hold whatever the surroundings say.
export CARGO_TARGET_DIR := $(CURDIR)/target
# Journeys use Debian's Chromium: npm brings none.
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD := 1

CARGO_DEB_VERSION := 3.8.0
CARGO_DEB := .tools/cargo-deb-$(CARGO_DEB_VERSION)/bin/cargo-deb
CARGO_DENY_VERSION := 0.20.2
CARGO_DENY := .tools/cargo-deny-$(CARGO_DENY_VERSION)/bin/cargo-deny
CARGO_FUZZ_VERSION := 0.13.2
CARGO_FUZZ := .tools/cargo-fuzz-$(CARGO_FUZZ_VERSION)/bin/cargo-fuzz
FUZZ_TARGETS ?= app/domain/snapshot app/domain/query app/domain/forms app/domain/texts server/files server/bodies
FUZZ_SECONDS ?= 120
CYCLONEDX_VERSION := 0.5.9
SBOM := target/fyrfalt.cdx.json
CYCLONEDX := .tools/cargo-cyclonedx-$(CYCLONEDX_VERSION)/bin/cargo-cyclonedx
SCHEMATHESIS := .tools/contract/bin/schemathesis
HEADLESS := /usr/bin/chromium-headless-shell
NGINX := /usr/sbin/nginx
POSTGRES := /usr/lib/postgresql
FAKETIME := /usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1
SERVE := serve --demo --addr 127.0.0.1:3000
BINARY := target/release/fyrfalt

##@ Use

.PHONY: run
run: build ## build what is missing and start the demo at http://127.0.0.1:3000
	@mkdir -p data
	@exec $(BINARY) $(SERVE) --database sqlite:data/demo.db

.PHONY: test
test: tools $(CARGO_DENY) $(SCHEMATHESIS) $(HEADLESS) $(NGINX) $(POSTGRES) ## format, lint, documentation, Rust tests and browser journeys, then the sums
	@node end2end/check.mjs

.PHONY: dev
dev: tools ## build for debugging, start the demo, and do it again at every change
	@$(NPM_BIN)/nodemon --quiet --signal SIGTERM --exec '$(MAKE) dev-serve' \
		--watch app --watch server --watch style --watch public --ext rs,toml,json,sql,css,svg

##@ Parts

.PHONY: build
build: $(BINARY) ## the program for release, with the browser's part inside

.PHONY: journeys
journeys: build $(HEADLESS) ## browser journeys alone; ARGS="submit --project phone" picks some
	@cd end2end && node_modules/.bin/playwright test $(ARGS)

.PHONY: postgres
postgres: postgres-tests postgres-journeys ## the tests over HTTP and the journeys on PostgreSQL; ARGS="submit --project phone" picks journeys

# Those of files and of the program itself are the same there.
.PHONY: postgres-tests
postgres-tests: $(POSTGRES)
	@node end2end/postgres.mjs cargo test --workspace --features app/ssr --test http -- --include-ignored \
		--skip sqlite:: --skip upgrading::every_version --skip hostile:: --skip program:: --skip proxied:: \
		--skip logging:: --skip restoring::

.PHONY: postgres-journeys
postgres-journeys: build $(HEADLESS) $(POSTGRES)
	@cd end2end && node postgres.mjs node_modules/.bin/playwright test $(ARGS)

.PHONY: contract
contract: build $(SCHEMATHESIS) ## ask the interface for programs all that its description allows, and what it doesn't
	@node end2end/contract/run.mjs $(SCHEMATHESIS) $(ARGS)

# None of it asks anybody but the registries.
.PHONY: supply
supply: $(CARGO_DENY) ## where crates come from and under which licences; known weaknesses of npm's packages
	@$(CARGO_DENY) --log-level error check bans licenses sources
	@node end2end/audit.mjs

.PHONY: audit
audit: $(CARGO_DENY) ## known weaknesses of crates; asks GitHub, so it is no part of the tests
	@$(CARGO_DENY) --log-level error check advisories

.PHONY: sbom
sbom: $(SBOM) ## what the program is made of, as CycloneDX: target/fyrfalt.cdx.json

.PHONY: fuzz
fuzz: $(CARGO_FUZZ) ## every decoder of outside bytes, for FUZZ_SECONDS each; what is found new stays in the corpus
	@for target in $(FUZZ_TARGETS); do end2end/fuzz.sh "$$target" $(FUZZ_SECONDS); done

.PHONY: bench
bench: build end2end/bench/js/node_modules/.package-lock.json /usr/bin/chromium /usr/bin/wrk ## measure beside others (half an hour); ARGS="wasm click" picks parts
	@WASM_FEATURES='$(WASM_FEATURES)' node end2end/bench/js/run.mjs $(ARGS)

.PHONY: faults
faults: build $(FAKETIME) $(POSTGRES) ## kill the program, fill its disk, turn its clock (ten minutes, as root); ARGS="kill disk" picks some
	@cargo build --quiet --release -p faults
	@target/release/faults $(BINARY) server/docs/faults.md $(ARGS)

.PHONY: deb
deb: build $(SBOM) $(CARGO_DEB) ## the Debian package, in target/debian
	@PATH="$(CURDIR)/$(dir $(CARGO_DEB)):$$PATH" cargo deb -p fyrfalt --no-build --no-strip

.PHONY: fmt
fmt: ## format the Rust code
	@cargo fmt --all

.PHONY: clean
clean: ## remove what was built; tools and data stay
	@cargo clean
	@rm -rf end2end/test-results

.PHONY: help
help:
	@awk -F ':.*## ' '/^##@/ { printf "\n%s\n", substr($$0, 5) } /^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile

# Each long step says what it does and how long it takes; most of them are over at once when nothing has changed.
say = printf '\033[1m%s\033[0m\n'

# ---- Tools, fetched once -------------------------------------------------------------------------------------------

WASM_BINDGEN_VERSION := $(shell grep -A1 '^name = "wasm-bindgen"$$' Cargo.lock | sed -n 's/^version = "\(.*\)"/\1/p')
WASM_BINDGEN := .tools/wasm-bindgen-$(WASM_BINDGEN_VERSION)/bin/wasm-bindgen
WASM_SPLIT_VERSION := 0.2.4
WASM_SPLIT := .tools/wasm-split-$(WASM_SPLIT_VERSION)/bin/wasm-split-cli
WASM_TARGET := $(shell rustc --print sysroot 2>/dev/null)/lib/rustlib/wasm32-unknown-unknown/lib
NPM := end2end/node_modules/.package-lock.json
NPM_BIN := end2end/node_modules/.bin

.PHONY: tools
tools: $(WASM_TARGET) $(WASM_BINDGEN) $(WASM_SPLIT) $(NPM)

$(WASM_TARGET):
	@$(say) "Adding Rust's target for browsers (seconds)"
	@rustc --version >/dev/null 2>&1 || rustup toolchain install --no-self-update
	@rustup target add wasm32-unknown-unknown

# Without --locked, because the tool's own lock file names a crate version that can't be had. A debug build is fast
# enough for the one file it works on, and ready in a third of the time.
$(WASM_BINDGEN):
	@$(say) "Installing wasm-bindgen $(WASM_BINDGEN_VERSION) into .tools (about a minute)"
	@CARGO_RESOLVER_INCOMPATIBLE_RUST_VERSIONS=fallback CARGO_PROFILE_DEV_DEBUG=0 env -u CARGO_TARGET_DIR \
		cargo install --quiet --debug --bin wasm-bindgen wasm-bindgen-cli --version $(WASM_BINDGEN_VERSION) \
		--root .tools/wasm-bindgen-$(WASM_BINDGEN_VERSION)

$(WASM_SPLIT):
	@$(say) "Installing wasm-split $(WASM_SPLIT_VERSION) into .tools (seconds)"
	@CARGO_PROFILE_DEV_DEBUG=0 env -u CARGO_TARGET_DIR \
		cargo install --quiet --debug --locked --features build-binary wasm_split_cli_support --version $(WASM_SPLIT_VERSION) \
		--root .tools/wasm-split-$(WASM_SPLIT_VERSION)

# $(call install,crate,version,how long): a tool of Rust's, of one version, with the crates it was released with.
define install
	@$(say) "Installing $1 $2 into .tools ($3)"
	@CARGO_PROFILE_DEV_DEBUG=0 env -u CARGO_TARGET_DIR \
		cargo install --quiet --debug --locked $1 --version $2 --root .tools/$1-$2
endef

# Only `make deb` needs it.
$(CARGO_DEB):
	$(call install,cargo-deb,$(CARGO_DEB_VERSION),a few minutes)

$(CARGO_DENY):
	$(call install,cargo-deny,$(CARGO_DENY_VERSION),a few minutes)

# Only `make sbom` needs it.
$(CYCLONEDX):
	$(call install,cargo-cyclonedx,$(CYCLONEDX_VERSION),a few minutes)

# Only `make fuzz` needs it.
$(CARGO_FUZZ):
	$(call install,cargo-fuzz,$(CARGO_FUZZ_VERSION),a minute)

# Every package by its hash, as end2end/contract/requirements.in and pip-compile chose them.
$(SCHEMATHESIS): end2end/contract/requirements.txt
	@$(say) "Installing schemathesis into .tools (seconds)"
	@python3 -c 'import ensurepip' 2>/dev/null || { $(SUDO) apt-get update -qq && \
		$(SUDO) apt-get install -y -qq --no-install-recommends python3-venv; }
	@python3 -m venv --clear .tools/contract
	@.tools/contract/bin/pip install --quiet --disable-pip-version-check --require-hashes --requirement $<

$(NPM): end2end/package.json end2end/package-lock.json
	@$(say) "Installing the npm tools of end2end (seconds)"
	@cd end2end && npm ci --loglevel=error
	@touch $@

# Only `make bench` needs these: the search engines that it measures beside ours, and its load tool.
end2end/bench/js/node_modules/.package-lock.json: end2end/bench/js/package.json end2end/bench/js/package-lock.json
	@$(say) "Installing the npm packages of end2end/bench (seconds)"
	@cd end2end/bench/js && npm ci --loglevel=error
	@touch $@

# Chromium without windows, for journeys: they take three quarters of the time in it.
$(HEADLESS):
	@$(say) "Installing Debian's Chromium for the browser journeys (about a minute)"
	@$(SUDO) apt-get update -qq
	@$(SUDO) apt-get install -y -qq --no-install-recommends chromium-headless-shell

# The whole of it, which the benchmark measures in.
/usr/bin/chromium:
	@$(say) "Installing Debian's Chromium for the benchmark (about a minute)"
	@$(SUDO) apt-get update -qq
	@$(SUDO) apt-get install -y -qq --no-install-recommends chromium

/usr/bin/wrk:
	@$(say) "Installing Debian's wrk, the load tool of the benchmark (seconds)"
	@$(SUDO) apt-get update -qq
	@$(SUDO) apt-get install -y -qq --no-install-recommends wrk

# The proxy that a test puts in front, as the operations guide does.
$(NGINX):
	@$(say) "Installing Debian's nginx for a test (seconds)"
	@$(SUDO) apt-get update -qq
	@$(SUDO) apt-get install -y -qq --no-install-recommends nginx-light curl openssl

# The server that the tests run on once more. Debian would start one of its own; the tests start theirs.
$(POSTGRES):
	@$(say) "Installing Debian's PostgreSQL for the tests (half a minute)"
	@$(SUDO) apt-get update -qq
	@$(SUDO) mkdir -p /etc/postgresql-common && echo 'create_main_cluster = false' | $(SUDO) tee /etc/postgresql-common/createcluster.conf >/dev/null
	@$(SUDO) apt-get install -y -qq --no-install-recommends postgresql openssl

# Only `make faults` needs it: it tells a program another time.
$(FAKETIME):
	@$(say) "Installing Debian's faketime (seconds)"
	@$(SUDO) apt-get update -qq
	@$(SUDO) apt-get install -y -qq --no-install-recommends faketime

SUDO := $(if $(filter 0,$(shell id -u)),,sudo)

# ---- The site: what a browser loads, built for release --------------------------------------------------------------

SITE := target/site
STYLE := $(shell find style -name '*.css')
# Browsers that run our wasm at all; older ones get the pages, which work without it.
BROWSERS := chrome >= 111, edge >= 111, firefox >= 114, safari >= 16.4
# What rustc 1.95 lets itself use.
WASM_FEATURES := --enable-bulk-memory --enable-multivalue --enable-mutable-globals \
	--enable-nontrapping-float-to-int --enable-reference-types --enable-sign-ext

# What a first visit loads. The second pass finds what the first has laid bare; flat code is put together anew with fewer
# blocks: 1 % smaller for three times the time, which the chunks that come later are not worth.
SMALLEST := -Oz --flatten --rereloop -Oz --converge

CARGO_WASM := cargo build -p app --lib --target wasm32-unknown-unknown --features hydrate

# $(call bind,program,folder): cuts the program into the part that a first visit loads and chunks that come when they are
# needed (app/src/chunks.rs), and ties them to JavaScript.
define bind
	@mkdir -p $2 && rm -f $2/*.js $2/*.wasm
	@RUST_LOG=error $(WASM_SPLIT) $1 $2 --out-name fyrfalt
	@$(WASM_BINDGEN) --target web --no-typescript --keep-lld-exports --no-demangle --out-name fyrfalt --out-dir $2 $2/fyrfalt.wasm
	@rm $2/fyrfalt.wasm
endef

# cargo alone knows whether a Rust file has changed, so it is always asked. When it leaves its result as it was, make
# goes no further.
FORCE:

target/wasm32-unknown-unknown/wasm-release/app.wasm: FORCE | $(WASM_TARGET)
	@$(say) "Compiling the browser's part (about 3 minutes the first time)"
	@$(CARGO_WASM) --profile wasm-release

$(SITE)/fyrfalt_bg.wasm: target/wasm32-unknown-unknown/wasm-release/app.wasm $(WASM_SPLIT) $(WASM_BINDGEN) $(NPM)
	@$(say) "Making it small (about two minutes)"
	$(call bind,$<,$(SITE))
	@for file in $(SITE)/*.wasm; do \
		case $$file in */fyrfalt_bg.wasm) passes='$(SMALLEST)';; *) passes=-Oz;; esac; \
		$(NPM_BIN)/wasm-opt --quiet $$passes $(WASM_FEATURES) $$file -o $$file; done
	@for file in $(SITE)/*.js; do $(NPM_BIN)/esbuild $$file --log-level=error --minify --format=esm --target=es2022 --allow-overwrite --outfile=$$file; done

$(SITE)/fyrfalt.css: $(STYLE) $(NPM)
	@$(NPM_BIN)/lightningcss --bundle --minify --targets '$(BROWSERS)' style/main.css -o $@

$(BINARY): FORCE $(SITE)/fyrfalt_bg.wasm $(SITE)/fyrfalt.css
	@$(say) "Compiling the server (about 4 minutes the first time)"
	@cargo build --release -p fyrfalt

# The program's own crates and theirs; crates that only build or test it are no part of it.
$(SBOM): Cargo.lock $(CYCLONEDX)
	@PATH="$(CURDIR)/$(dir $(CYCLONEDX)):$$PATH" cargo cyclonedx --quiet --manifest-path server/Cargo.toml --format json --spec-version 1.5 \
		--no-build-deps --target x86_64-unknown-linux-gnu --override-filename fyrfalt.cdx
	@mv server/fyrfalt.cdx.json $@
	@find . -name 'fyrfalt.cdx.json' -not -path './target/*' -delete

.PHONY: site
site: $(SITE)/fyrfalt_bg.wasm $(SITE)/fyrfalt.css

# ---- The same for debugging: quick to build, slow to load ------------------------------------------------------------

DEV_SITE := target/site-dev

target/wasm32-unknown-unknown/debug/app.wasm: FORCE | $(WASM_TARGET)
	@$(CARGO_WASM)

$(DEV_SITE)/fyrfalt_bg.wasm: target/wasm32-unknown-unknown/debug/app.wasm $(WASM_SPLIT) $(WASM_BINDGEN)
	$(call bind,$<,$(DEV_SITE))

$(DEV_SITE)/fyrfalt.css: $(STYLE) $(NPM)
	@$(NPM_BIN)/lightningcss --bundle --targets '$(BROWSERS)' style/main.css -o $@

# nodemon runs this at every change. The server tells open pages to reload themselves when it is back.
.PHONY: dev-serve
dev-serve: export SITE_FOLDER := target/site-dev
dev-serve: export FYRFALT_RELOAD := 1
dev-serve: $(DEV_SITE)/fyrfalt_bg.wasm $(DEV_SITE)/fyrfalt.css
	@$(say) "Building (about 3 minutes the first time, then seconds)"
	@cargo build -p fyrfalt
	@mkdir -p data
	@exec target/debug/fyrfalt $(SERVE) --database sqlite:data/dev.db
