/** Every page and its address. A page's code is loaded when it is first opened. */
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { parseCatalogSearch, parsePlainSearch, stringifyPlainSearch } from './catalog/search.ts';
import { parseCheckoutSearch } from './checkout/steps.ts';
import { parseListSearch, parseOrdersSearch } from './operator/orders-search.ts';
import { BrokenPage, LostPage } from './shell/lost-page.tsx';
import { pageTransition } from './shell/motion.ts';
import { Shell } from './shell/shell.tsx';

const root = createRootRoute({ component: Shell, notFoundComponent: LostPage, errorComponent: BrokenPage });

const catalog = createRoute({
  getParentRoute: () => root,
  path: '/',
  validateSearch: parseCatalogSearch,
  component: lazyRouteComponent(() => import('./catalog/catalog-page.tsx'), 'CatalogPage'),
});

const item = createRoute({
  getParentRoute: () => root,
  path: '/items/$itemId',
  component: lazyRouteComponent(() => import('./catalog/item-page.tsx'), 'ItemPage'),
});

const basket = createRoute({
  getParentRoute: () => root,
  path: '/basket',
  component: lazyRouteComponent(() => import('./basket/basket-page.tsx'), 'BasketPage'),
});

const checkout = createRoute({
  getParentRoute: () => root,
  path: '/checkout',
  validateSearch: parseCheckoutSearch,
  component: lazyRouteComponent(() => import('./checkout/checkout-page.tsx'), 'CheckoutPage'),
});

const callback = createRoute({
  getParentRoute: () => root,
  path: '/callback',
  component: lazyRouteComponent(() => import('./session/callback-page.tsx'), 'CallbackPage'),
});

const pageIn = ({ page }: Record<string, unknown>): { page?: number } =>
  Number(page) > 1 ? { page: Math.trunc(Number(page)) } : {};

const orders = createRoute({
  getParentRoute: () => root,
  path: '/orders',
  validateSearch: pageIn,
  component: lazyRouteComponent(() => import('./orders/orders-page.tsx'), 'OrdersPage'),
});

const order = createRoute({
  getParentRoute: () => root,
  path: '/orders/$orderId',
  validateSearch: ({ placed }: Record<string, unknown>): { placed?: true } =>
    placed === true || placed === 'true' ? { placed: true } : {},
  component: lazyRouteComponent(() => import('./orders/order-page.tsx'), 'OrderPage'),
});

const profile = createRoute({
  getParentRoute: () => root,
  path: '/profile',
  component: lazyRouteComponent(() => import('./profile/profile-page.tsx'), 'ProfilePage'),
});

const operate = createRoute({
  getParentRoute: () => root,
  path: '/operate',
  component: lazyRouteComponent(() => import('./operator/operator-frame.tsx'), 'OperatorFrame'),
});

const operateIndex = createRoute({
  getParentRoute: () => operate,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/operate/items', replace: true });
  },
});

const operatedItems = createRoute({
  getParentRoute: () => operate,
  path: 'items',
  validateSearch: parseListSearch,
  component: lazyRouteComponent(() => import('./operator/items-page.tsx'), 'ItemsPage'),
});

const newItem = createRoute({
  getParentRoute: () => operate,
  path: 'items/new',
  component: lazyRouteComponent(() => import('./operator/new-item-page.tsx'), 'NewItemPage'),
});

const operatedItem = createRoute({
  getParentRoute: () => operate,
  path: 'items/$itemId',
  component: lazyRouteComponent(() => import('./operator/item-page.tsx'), 'OperatedItemPage'),
});

const operatedOrders = createRoute({
  getParentRoute: () => operate,
  path: 'orders',
  validateSearch: parseOrdersSearch,
  component: lazyRouteComponent(() => import('./operator/orders-page.tsx'), 'OperatedOrdersPage'),
});

const operatedOrder = createRoute({
  getParentRoute: () => operate,
  path: 'orders/$orderId',
  component: lazyRouteComponent(() => import('./operator/order-page.tsx'), 'OperatedOrderPage'),
});

const coupons = createRoute({
  getParentRoute: () => operate,
  path: 'coupons',
  validateSearch: ({ after }: Record<string, unknown>): { after?: string } =>
    typeof after === 'string' && after !== '' ? { after } : {},
  component: lazyRouteComponent(() => import('./operator/coupons-page.tsx'), 'CouponsPage'),
});

const newCoupon = createRoute({
  getParentRoute: () => operate,
  path: 'coupons/new',
  component: lazyRouteComponent(() => import('./operator/coupon-page.tsx'), 'NewCouponPage'),
});

const coupon = createRoute({
  getParentRoute: () => operate,
  path: 'coupons/$code',
  component: lazyRouteComponent(() => import('./operator/coupon-page.tsx'), 'CouponPage'),
});

const users = createRoute({
  getParentRoute: () => operate,
  path: 'users',
  validateSearch: parseListSearch,
  component: lazyRouteComponent(() => import('./operator/users-page.tsx'), 'UsersPage'),
});

const status = createRoute({
  getParentRoute: () => operate,
  path: 'status',
  component: lazyRouteComponent(() => import('./operator/status-page.tsx'), 'StatusPage'),
});

const operated = [
  operateIndex,
  operatedItems,
  newItem,
  operatedItem,
  operatedOrders,
  operatedOrder,
  coupons,
  newCoupon,
  coupon,
  users,
  status,
] as const;

const shopping = [catalog, item, basket, checkout, callback, orders, order, profile] as const;

export const router = createRouter({
  routeTree: root.addChildren([...shopping, operate.addChildren([...operated])]),
  defaultPreload: 'intent',
  defaultErrorComponent: BrokenPage,
  defaultViewTransition: pageTransition,
  scrollRestoration: true,
  parseSearch: parsePlainSearch,
  stringifySearch: stringifyPlainSearch,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
