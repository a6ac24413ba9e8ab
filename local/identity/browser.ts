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
  /** Posts fields. */
  post(url: URL, form: Record<string, string>): Promise<Page>;
  /** Fills in the form that the page posts to the path (its only one, unless given) and posts it with its hidden fields. */
  submit(page: Page, fields: Record<string, string>, path?: string): Promise<Page>;
}

const attribute = (tag: string, name: string): string => new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? '';

/** Address and hidden fields of a form, as far as the provider's own plain HTML needs it. */
const formIn = ({ url, text }: Page, path: string | undefined) => {
  const forms = text.match(/<form [^]*?<\/form>/g) ?? [];
  const found = forms.find((form) => path === undefined || attribute(form, 'action') === path);
  if (found === undefined) throw new Error(`${url.href} has no form${path === undefined ? '' : ` for ${path}`}`);
  const hidden = found.match(/<input type="hidden"[^>]*>/g) ?? [];
  return {
    target: new URL(attribute(found, 'action') || url, url),
    fields: Object.fromEntries(hidden.map((input) => [attribute(input, 'name'), attribute(input, 'value')])),
  };
};

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

  const post = (url: URL, form: Record<string, string>): Promise<Page> =>
    request(url, { method: 'POST', body: new URLSearchParams(form) });
  return {
    get: (url) => request(url, {}),
    post,
    submit: (page, fields, path) => {
      const form = formIn(page, path);
      return post(form.target, { ...form.fields, ...fields });
    },
  };
};
