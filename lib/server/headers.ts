/** Sent with every answer, whoever made it. */
export const safetyHeaders = {
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "no-referrer",
  "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
} as const;

interface PolicyOptions {
  readonly nonce: string;
  /** React's development build evaluates code and its server speaks WebSocket. */
  readonly dev: boolean;
  /** The Host the request came for. */
  readonly host: string;
}

/** What the page may load: its own files, and scripts and styles that carry this answer's nonce. */
export function contentSecurityPolicy({ nonce, dev, host }: PolicyOptions): string {
  const own = `'self' 'nonce-${nonce}'`;
  const directives: Readonly<Record<string, string>> = {
    "default-src": "'none'",
    "script-src": dev ? `${own} 'unsafe-eval'` : own,
    // The development server inserts styles without a nonce, and a nonce would switch 'unsafe-inline' off.
    "style-src": dev ? "'self' 'unsafe-inline'" : own,
    // React Flow places its cards by style attributes, also when rendered on the server.
    "style-src-attr": "'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self'",
    "connect-src": dev ? `'self' ws://${host}` : "'self'",
    "worker-src": "'self' blob:",
    "manifest-src": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "form-action": "'none'",
  };
  return Object.entries(directives)
    .map(([name, value]) => `${name} ${value}`)
    .join("; ");
}
