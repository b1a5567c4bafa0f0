import type { FileResult } from '../../ports/files.ts';
import { ownerVariable } from './ownerMark.ts';

/** Kept from our own environment: what programs need to find themselves, their caches and the network. */
const kept = new Set(
  'PATH HOME USER LOGNAME SHELL LANG LANGUAGE TZ TMPDIR TMP TEMP XDG_CACHE_HOME XDG_CONFIG_HOME XDG_DATA_HOME XDG_RUNTIME_DIR'
    .concat(
      ' JAVA_HOME GOPATH GOROOT GOCACHE GOPROXY GOFLAGS CARGO_HOME RUSTUP_HOME RUSTUP_TOOLCHAIN PYENV_ROOT VIRTUAL_ENV',
    )
    .concat(
      ' CONDA_PREFIX NVM_DIR VOLTA_HOME FNM_DIR ASDF_DIR ASDF_DATA_DIR SDKMAN_DIR PNPM_HOME BUN_INSTALL DOTNET_ROOT',
    )
    .concat(
      ' ANDROID_HOME DENO_DIR npm_config_cache npm_config_registry PIP_INDEX_URL PIP_CERT PIP_FIND_LINKS UV_INDEX_URL',
    )
    .concat(
      ' HTTP_PROXY HTTPS_PROXY NO_PROXY ALL_PROXY http_proxy https_proxy no_proxy all_proxy SSL_CERT_FILE SSL_CERT_DIR',
    )
    .concat(
      ' NODE_EXTRA_CA_CERTS REQUESTS_CA_BUNDLE CURL_CA_BUNDLE GIT_SSL_CAINFO AWS_CA_BUNDLE PLAYWRIGHT_BROWSERS_PATH',
    )
    .concat(
      ' SystemRoot SystemDrive ComSpec PATHEXT windir APPDATA LOCALAPPDATA ProgramData ProgramFiles USERPROFILE USERNAME',
    )
    .split(' '),
);

/** So that nothing waits for a person or draws on a terminal. */
const fixed: Record<string, string> = {
  TERM: 'dumb',
  NO_COLOR: '1',
  CI: '1',
  PAGER: 'cat',
  GIT_PAGER: 'cat',
  MANPAGER: 'cat',
  EDITOR: 'true',
  VISUAL: 'true',
  GIT_EDITOR: 'true',
  GIT_SEQUENCE_EDITOR: 'true',
  GIT_TERMINAL_PROMPT: '0',
  GIT_OPTIONAL_LOCKS: '0',
  DEBIAN_FRONTEND: 'noninteractive',
  PYTHONUNBUFFERED: '1',
  npm_config_update_notifier: 'false',
  npm_config_fund: 'false',
};

const dangerousNames = new Set(
  'NODE_OPTIONS NODE_PATH NODE_REPL_EXTERNAL_MODULE ELECTRON_RUN_AS_NODE BASH_ENV ENV SHELLOPTS BASHOPTS PS4 PROMPT_COMMAND IFS'
    .concat(
      ' CDPATH PATH HOME SHELL PAGER MANPAGER EDITOR VISUAL BROWSER LESSOPEN LESSCLOSE PYTHONSTARTUP PYTHONHOME PYTHONINSPECT',
    )
    .concat(
      ' PERL5OPT PERL5LIB PERL5DB RUBYOPT RUBYLIB JAVA_TOOL_OPTIONS _JAVA_OPTIONS JDK_JAVA_OPTIONS MAVEN_OPTS ZDOTDIR',
    )
    .concat(
      ' NPM_CONFIG_SCRIPT_SHELL NPM_CONFIG_NODE_OPTIONS NPM_CONFIG_USERCONFIG NPM_CONFIG_GLOBALCONFIG SSH_ASKPASS',
    )
    .split(' '),
);
const dangerousStarts = ['LD_', 'DYLD_', 'GIT_', 'BASH_FUNC_', 'LONGHAUL_', 'VSCODE_'];

/** The environment that all commands share: the allow-listed part of `base` without secrets, and what keeps them from asking. */
export function allowedEnvironment(base: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const environment: Record<string, string> = {};
  for (const [name, value] of Object.entries(base)) {
    if (value === undefined || !(kept.has(name) || name.startsWith('LC_'))) continue;
    // Such a value would hand the user's password for a proxy or registry to every command.
    if (!/:\/\/[^/\s]*@/u.test(value)) environment[name] = value;
  }
  return { PATH: '/usr/local/bin:/usr/bin:/bin', ...environment, ...fixed };
}

/** Checks what a request adds. Names that make other programs run code, and those that Longhaul sets itself, are refused. */
export function addedEnvironment(added: Record<string, string>): FileResult<Record<string, string>> {
  for (const [name, value] of Object.entries(added)) {
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/u.test(name)) {
      return { ok: false, why: `${JSON.stringify(name.slice(0, 60))} is no name of an environment variable.` };
    }
    if (value.includes('\0')) return { ok: false, why: `The value of ${name} contains a NUL character.` };
    if (isDangerous(name.toUpperCase())) {
      return {
        ok: false,
        why: `${name} cannot be set for a command, because it changes which programs run. Leave it out.`,
      };
    }
  }
  return { ok: true, value: added };
}

function isDangerous(name: string): boolean {
  return name === ownerVariable || dangerousNames.has(name) || dangerousStarts.some((start) => name.startsWith(start));
}
