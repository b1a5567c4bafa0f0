interface Page {
  page: string;
  scriptUri: string;
  styleUri: string;
  cspSource: string;
}

function nonce(): string {
  return crypto.randomUUID().replaceAll('-', '');
}

/** The page of a webview: nothing but its own script and style may load, pictures come as data. */
export function pageHtml({ page, scriptUri, styleUri, cspSource }: Page): string {
  const once = nonce();
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${once}'`,
    `style-src ${cspSource} 'nonce-${once}'`,
    `font-src ${cspSource}`,
    `img-src data:`,
  ].join('; ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta property="csp-nonce" content="${once}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Longhaul</title>
<link rel="stylesheet" href="${styleUri}">
</head>
<body data-page="${page}">
<main id="root"></main>
<script nonce="${once}" src="${scriptUri}"></script>
</body>
</html>`;
}
