/** The little of a browser that signing in needs: one visit's cookies, and redirects followed one by one. */

export interface Page {
  url: URL;
  status: number;
  /** Where it redirects to, if it does. */
  location?: URL;
  text: string;
}

export interface Browser {
  get(url: URL): Promise<Page>;
  /** Posts a form. */
  post(url: URL, form: Record<string, string>): Promise<Page>;
}

/** A browser with an empty cookie jar, meant for one server: it sends every cookie whose path fits, whatever the host. */
export const createBrowser = (): Browser => {
  const jar = new Map<string, { path: string; pair: string }>();

  const keep = (cookie: string): void => {
    const [pair = '', ...attributes] = cookie.split(/; */);
    const path = attributes.find((attribute) => /^path=/i.test(attribute))?.slice('path='.length) ?? '/';
    const name = pair.split('=', 1)[0] ?? '';
    jar.set(`${path} ${name}`, { path, pair });
  };

  const request = async (url: URL, init: RequestInit): Promise<Page> => {
    const cookie = [...jar.values()].filter(({ path }) => url.pathname.startsWith(path)).map(({ pair }) => pair);
    const headers = { accept: 'text/html', cookie: cookie.join('; ') };
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const cookie of response.headers.getSetCookie()) keep(cookie);
    const location = response.headers.get('location');
    const page = { url, status: response.status, text: await response.text() };
    return location ? { ...page, location: new URL(location, url) } : page;
  };

  return {
    get: (url) => request(url, {}),
    post: (url, form) => request(url, { method: 'POST', body: new URLSearchParams(form) }),
  };
};
