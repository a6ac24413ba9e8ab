/** Every call of the shop's API: what it takes and what it answers. Written by `npm run generate`. */

export interface Calls {
  /** Items, filtered, sorted and in pages. */
  'GET catalog/items': {
    query?: {
      pageSize?: number | undefined;
      pageIndex?: number | undefined;
      brandId?: string | undefined;
      typeId?: string | undefined;
      search?: string | undefined;
      sort?: 'name' | 'price' | '-price' | 'newest' | undefined;
      ids?: string | undefined;
      inStock?: 'true' | 'false' | undefined;
    };
    answer: {
      pageSize: number;
      pageIndex: number;
      total: number;
      items: {
        id: string;
        version: number;
        name: string;
        description: string;
        priceMinor: number;
        currency: string;
        availableStock: number;
        onReorder: boolean;
        brand: {
          id: string;
          name: string;
        };
        type: {
          id: string;
          name: string;
        };
        /** Below the address of the gateway. */
        pictureUrl: string | null;
      }[];
    };
  };

  /** Add an item. */
  'POST catalog/items': {
    key: string;
    body: {
      name: string;
      description: string;
      brandId: string;
      typeId: string;
      priceMinor: number;
      availableStock?: number | undefined;
      restockThreshold?: number | undefined;
      maxStock?: number | undefined;
    };
    answer: {
      id: string;
      version: number;
      name: string;
      description: string;
      priceMinor: number;
      currency: string;
      availableStock: number;
      onReorder: boolean;
      brand: {
        id: string;
        name: string;
      };
      type: {
        id: string;
        name: string;
      };
      /** Below the address of the gateway. */
      pictureUrl: string | null;
    };
  };

  /** One item. */
  'GET catalog/items/{itemId}': {
    path: {
      itemId: string;
    };
    answer: {
      id: string;
      version: number;
      name: string;
      description: string;
      priceMinor: number;
      currency: string;
      availableStock: number;
      onReorder: boolean;
      brand: {
        id: string;
        name: string;
      };
      type: {
        id: string;
        name: string;
      };
      /** Below the address of the gateway. */
      pictureUrl: string | null;
    };
  };

  /** Replace the facts of an item. */
  'PUT catalog/items/{itemId}': {
    path: {
      itemId: string;
    };
    ifMatch: string;
    body: {
      name: string;
      description: string;
      brandId: string;
      typeId: string;
      priceMinor: number;
    };
    answer: {
      id: string;
      version: number;
      name: string;
      description: string;
      priceMinor: number;
      currency: string;
      availableStock: number;
      onReorder: boolean;
      brand: {
        id: string;
        name: string;
      };
      type: {
        id: string;
        name: string;
      };
      /** Below the address of the gateway. */
      pictureUrl: string | null;
    };
  };

  /** Take an item off sale. */
  'DELETE catalog/items/{itemId}': {
    path: {
      itemId: string;
    };
    ifMatch: string;
    answer: undefined;
  };

  /** Stock figures of an item. */
  'GET catalog/items/{itemId}/stock': {
    path: {
      itemId: string;
    };
    answer: {
      itemId: string;
      availableStock: number;
      restockThreshold: number;
      maxStock: number;
      onReorder: boolean;
      /** Units that orders hold at the moment. */
      reserved: number;
    };
  };

  /** Set the limits of an item’s stock. */
  'PUT catalog/items/{itemId}/stock': {
    path: {
      itemId: string;
    };
    body: {
      restockThreshold: number;
      maxStock: number;
    };
    answer: {
      itemId: string;
      availableStock: number;
      restockThreshold: number;
      maxStock: number;
      onReorder: boolean;
      /** Units that orders hold at the moment. */
      reserved: number;
    };
  };

  /** Take in a delivery. */
  'POST catalog/items/{itemId}/restock': {
    path: {
      itemId: string;
    };
    key: string;
    body: {
      quantity: number;
    };
    answer: {
      itemId: string;
      availableStock: number;
      restockThreshold: number;
      maxStock: number;
      onReorder: boolean;
      /** Units that orders hold at the moment. */
      reserved: number;
      added: number;
    };
  };

  /** Give an item a picture. */
  'PUT catalog/items/{itemId}/picture': {
    path: {
      itemId: string;
    };
    ifMatch?: string | undefined;
    body: Blob;
    answer: {
      id: string;
      version: number;
      name: string;
      description: string;
      priceMinor: number;
      currency: string;
      availableStock: number;
      onReorder: boolean;
      brand: {
        id: string;
        name: string;
      };
      type: {
        id: string;
        name: string;
      };
      /** Below the address of the gateway. */
      pictureUrl: string | null;
    };
  };

  /** A picture, which never changes under its id. */
  'GET catalog/pictures/{pictureId}': {
    path: {
      pictureId: string;
    };
    answer: undefined;
  };

  /** Tell the other contexts of every item again. */
  'POST catalog/items/publish': {
    key: string;
    answer: {
      events: number;
    };
  };

  /** Brands. */
  'GET catalog/brands': {
    answer: {
      brands: {
        id: string;
        name: string;
      }[];
    };
  };

  /** Add a brand. */
  'POST catalog/brands': {
    key: string;
    body: {
      name: string;
    };
    answer: {
      id: string;
      name: string;
    };
  };

  /** Kinds of items. */
  'GET catalog/types': {
    answer: {
      types: {
        id: string;
        name: string;
      }[];
    };
  };

  /** Add a kind of items. */
  'POST catalog/types': {
    key: string;
    body: {
      name: string;
    };
    answer: {
      id: string;
      name: string;
    };
  };

  /** The caller’s basket at the prices of now. */
  'GET basket/baskets/me': {
    answer: {
      lines: (
        | {
            itemId: string;
            quantity: number;
            pictureUrl: string | null;
            available: true;
            name: string;
            unitPriceMinor: number;
            /** The price seen before, when it was another one. */
            previousUnitPriceMinor: number | null;
            totalMinor: number;
          }
        | {
            itemId: string;
            quantity: number;
            pictureUrl: string | null;
            available: false;
            name: string | null;
          }
      )[];
      /** Of the lines that are available. */
      subtotalMinor: number;
      currency: string | null;
    };
  };

  /** Replace all lines. */
  'PUT basket/baskets/me': {
    ifMatch?: string | undefined;
    body: {
      lines: readonly {
        itemId: string;
        quantity: number;
      }[];
    };
    answer: {
      lines: (
        | {
            itemId: string;
            quantity: number;
            pictureUrl: string | null;
            available: true;
            name: string;
            unitPriceMinor: number;
            /** The price seen before, when it was another one. */
            previousUnitPriceMinor: number | null;
            totalMinor: number;
          }
        | {
            itemId: string;
            quantity: number;
            pictureUrl: string | null;
            available: false;
            name: string | null;
          }
      )[];
      /** Of the lines that are available. */
      subtotalMinor: number;
      currency: string | null;
    };
  };

  /** Empty the basket. */
  'DELETE basket/baskets/me': {
    ifMatch?: string | undefined;
    answer: undefined;
  };

  /** Add units of an item. */
  'POST basket/baskets/me/lines': {
    key: string;
    ifMatch?: string | undefined;
    body: {
      itemId: string;
      quantity: number;
    };
    answer: {
      lines: (
        | {
            itemId: string;
            quantity: number;
            pictureUrl: string | null;
            available: true;
            name: string;
            unitPriceMinor: number;
            /** The price seen before, when it was another one. */
            previousUnitPriceMinor: number | null;
            totalMinor: number;
          }
        | {
            itemId: string;
            quantity: number;
            pictureUrl: string | null;
            available: false;
            name: string | null;
          }
      )[];
      /** Of the lines that are available. */
      subtotalMinor: number;
      currency: string | null;
    };
  };

  /** Set the quantity of an item. */
  'PUT basket/baskets/me/lines/{itemId}': {
    path: {
      itemId: string;
    };
    ifMatch?: string | undefined;
    body: {
      quantity: number;
    };
    answer: {
      lines: (
        | {
            itemId: string;
            quantity: number;
            pictureUrl: string | null;
            available: true;
            name: string;
            unitPriceMinor: number;
            /** The price seen before, when it was another one. */
            previousUnitPriceMinor: number | null;
            totalMinor: number;
          }
        | {
            itemId: string;
            quantity: number;
            pictureUrl: string | null;
            available: false;
            name: string | null;
          }
      )[];
      /** Of the lines that are available. */
      subtotalMinor: number;
      currency: string | null;
    };
  };

  /** Take an item out. */
  'DELETE basket/baskets/me/lines/{itemId}': {
    path: {
      itemId: string;
    };
    ifMatch?: string | undefined;
    answer: {
      lines: (
        | {
            itemId: string;
            quantity: number;
            pictureUrl: string | null;
            available: true;
            name: string;
            unitPriceMinor: number;
            /** The price seen before, when it was another one. */
            previousUnitPriceMinor: number | null;
            totalMinor: number;
          }
        | {
            itemId: string;
            quantity: number;
            pictureUrl: string | null;
            available: false;
            name: string | null;
          }
      )[];
      /** Of the lines that are available. */
      subtotalMinor: number;
      currency: string | null;
    };
  };

  /** Merge the basket of an anonymous visit. */
  'POST basket/baskets/me/merge': {
    key: string;
    ifMatch?: string | undefined;
    body: {
      lines: readonly {
        itemId: string;
        quantity: number;
      }[];
    };
    answer: {
      lines: (
        | {
            itemId: string;
            quantity: number;
            pictureUrl: string | null;
            available: true;
            name: string;
            unitPriceMinor: number;
            /** The price seen before, when it was another one. */
            previousUnitPriceMinor: number | null;
            totalMinor: number;
          }
        | {
            itemId: string;
            quantity: number;
            pictureUrl: string | null;
            available: false;
            name: string | null;
          }
      )[];
      /** Of the lines that are available. */
      subtotalMinor: number;
      currency: string | null;
    };
  };

  /** Accept all prices that have changed. */
  'POST basket/baskets/me/seen': {
    ifMatch?: string | undefined;
    answer: {
      lines: (
        | {
            itemId: string;
            quantity: number;
            pictureUrl: string | null;
            available: true;
            name: string;
            unitPriceMinor: number;
            /** The price seen before, when it was another one. */
            previousUnitPriceMinor: number | null;
            totalMinor: number;
          }
        | {
            itemId: string;
            quantity: number;
            pictureUrl: string | null;
            available: false;
            name: string | null;
          }
      )[];
      /** Of the lines that are available. */
      subtotalMinor: number;
      currency: string | null;
    };
  };

  /** Order what is in the basket. */
  'POST basket/baskets/me/checkout': {
    key: string;
    body: {
      address: {
        name: string;
        street: string;
        city: string;
        state?: string | undefined;
        postalCode: string;
        country: string;
      };
      cardToken: string;
      couponCode?: string | undefined;
      expectedTotalMinor?: number | undefined;
    };
    answer: {
      orderId: string;
    };
  };

  /** The caller’s orders, newest first. */
  'GET ordering/orders': {
    query?: {
      pageSize?: number | undefined;
      pageIndex?: number | undefined;
      status?:
        | 'Submitted'
        | 'AwaitingStockValidation'
        | 'AwaitingCouponValidation'
        | 'Validated'
        | 'Paid'
        | 'Shipped'
        | 'Cancelled'
        | undefined;
    };
    answer: {
      pageSize: number;
      pageIndex: number;
      total: number;
      orders: {
        id: string;
        /** What people call it by. */
        number: string;
        buyer: {
          id: string;
          name?: string;
        };
        status:
          | 'Submitted'
          | 'AwaitingStockValidation'
          | 'AwaitingCouponValidation'
          | 'Validated'
          | 'Paid'
          | 'Shipped'
          | 'Cancelled';
        /** Why it was cancelled. */
        reason?: {
          code: string;
          text: string;
        };
        currency: string;
        submittedAt: string;
        totalMinor: number;
        lineCount: number;
      }[];
    };
  };

  /** Changes of the caller’s orders as they happen, as server-sent events. */
  'GET ordering/orders/stream': {
    lastEventId?: string | undefined;
    answer: undefined;
  };

  /** One of the caller’s orders. */
  'GET ordering/orders/{orderId}': {
    path: {
      orderId: string;
    };
    answer: {
      id: string;
      /** What people call it by. */
      number: string;
      buyer: {
        id: string;
        name?: string;
      };
      status:
        | 'Submitted'
        | 'AwaitingStockValidation'
        | 'AwaitingCouponValidation'
        | 'Validated'
        | 'Paid'
        | 'Shipped'
        | 'Cancelled';
      /** Why it was cancelled. */
      reason?: {
        code: string;
        text: string;
      };
      currency: string;
      submittedAt: string;
      totalMinor: number;
      lines: {
        itemId: string;
        name: string;
        pictureUrl?: string;
        unitPriceMinor: number;
        quantity: number;
      }[];
      subtotalMinor: number;
      discountMinor: number;
      couponCode?: string;
      card?: {
        brand: string;
        last4: string;
      };
      address: {
        name: string;
        street: string;
        city: string;
        state?: string;
        postalCode: string;
        country: string;
      };
      history: {
        status:
          | 'Submitted'
          | 'AwaitingStockValidation'
          | 'AwaitingCouponValidation'
          | 'Validated'
          | 'Paid'
          | 'Shipped'
          | 'Cancelled';
        at: string;
        reason?: {
          code: string;
          text: string;
        };
      }[];
      /** By the caller, as it stands. */
      cancellable: boolean;
    };
  };

  /** Cancel an order that is not yet paid. */
  'POST ordering/orders/{orderId}/cancel': {
    path: {
      orderId: string;
    };
    answer: {
      orderId: string;
    };
  };

  /** Ship a paid order. */
  'POST ordering/orders/{orderId}/ship': {
    path: {
      orderId: string;
    };
    answer: {
      orderId: string;
    };
  };

  /** What the shop remembers of the caller. */
  'GET ordering/buyers/me': {
    answer: {
      id: string;
      name?: string;
      addresses: {
        id: string;
        address: {
          name: string;
          street: string;
          city: string;
          state?: string;
          postalCode: string;
          country: string;
        };
      }[];
    };
  };

  /** Forget the caller: basket, cards and addresses go, orders become anonymous. */
  'DELETE ordering/buyers/me': {
    answer: {};
  };

  /** Save an address under an id of the caller’s making. */
  'PUT ordering/buyers/me/addresses/{addressId}': {
    path: {
      addressId: string;
    };
    body: {
      name: string;
      street: string;
      city: string;
      state?: string | undefined;
      postalCode: string;
      country: string;
    };
    answer: {
      id: string;
      address: {
        name: string;
        street: string;
        city: string;
        state?: string;
        postalCode: string;
        country: string;
      };
    };
  };

  /** Remove a saved address. */
  'DELETE ordering/buyers/me/addresses/{addressId}': {
    path: {
      addressId: string;
    };
    answer: undefined;
  };

  /** Orders of all buyers. */
  'GET ordering/admin/orders': {
    query?: {
      pageSize?: number | undefined;
      pageIndex?: number | undefined;
      status?:
        | 'Submitted'
        | 'AwaitingStockValidation'
        | 'AwaitingCouponValidation'
        | 'Validated'
        | 'Paid'
        | 'Shipped'
        | 'Cancelled'
        | undefined;
      buyerId?: string | undefined;
      number?: string | undefined;
    };
    answer: {
      pageSize: number;
      pageIndex: number;
      total: number;
      orders: {
        id: string;
        /** What people call it by. */
        number: string;
        buyer: {
          id: string;
          name?: string;
        };
        status:
          | 'Submitted'
          | 'AwaitingStockValidation'
          | 'AwaitingCouponValidation'
          | 'Validated'
          | 'Paid'
          | 'Shipped'
          | 'Cancelled';
        /** Why it was cancelled. */
        reason?: {
          code: string;
          text: string;
        };
        currency: string;
        submittedAt: string;
        totalMinor: number;
        lineCount: number;
      }[];
    };
  };

  /** An order of any buyer. */
  'GET ordering/admin/orders/{orderId}': {
    path: {
      orderId: string;
    };
    answer: {
      id: string;
      /** What people call it by. */
      number: string;
      buyer: {
        id: string;
        name?: string;
      };
      status:
        | 'Submitted'
        | 'AwaitingStockValidation'
        | 'AwaitingCouponValidation'
        | 'Validated'
        | 'Paid'
        | 'Shipped'
        | 'Cancelled';
      /** Why it was cancelled. */
      reason?: {
        code: string;
        text: string;
      };
      currency: string;
      submittedAt: string;
      totalMinor: number;
      lines: {
        itemId: string;
        name: string;
        pictureUrl?: string;
        unitPriceMinor: number;
        quantity: number;
      }[];
      subtotalMinor: number;
      discountMinor: number;
      couponCode?: string;
      card?: {
        brand: string;
        last4: string;
      };
      address: {
        name: string;
        street: string;
        city: string;
        state?: string;
        postalCode: string;
        country: string;
      };
      history: {
        status:
          | 'Submitted'
          | 'AwaitingStockValidation'
          | 'AwaitingCouponValidation'
          | 'Validated'
          | 'Paid'
          | 'Shipped'
          | 'Cancelled';
        at: string;
        reason?: {
          code: string;
          text: string;
        };
      }[];
      /** By the caller, as it stands. */
      cancellable: boolean;
    };
  };

  /** Cancel an order of any buyer that is not yet shipped. */
  'POST ordering/admin/orders/{orderId}/cancel': {
    path: {
      orderId: string;
    };
    body: {
      reason?: string | undefined;
    };
    answer: {
      orderId: string;
    };
  };

  /** The durable run of an order, step by step. */
  'GET ordering/admin/orders/{orderId}/run': {
    path: {
      orderId: string;
    };
    answer: {
      runtimeStatus: string;
      customStatus: unknown;
      createdTime: string;
      lastUpdatedTime: string;
      output: unknown;
      history: {
        /** As the durable engine names it. */
        type: string;
        at: string;
        name?: string;
        scheduledAt?: string;
        fireAt?: string;
        input?: unknown;
        result?: unknown;
        reason?: string;
      }[];
    };
  };

  /** Exchange a card for a token. */
  'POST payment/cards': {
    key: string;
    body: {
      number: string;
      holder: string;
      expiry: {
        month: number;
        year: number;
      };
      securityCode: string;
    };
    answer: {
      brand: string;
      last4: string;
      token: string;
      expiry: {
        month: number;
        year: number;
      };
    };
  };

  /** The caller’s cards. */
  'GET payment/cards': {
    answer: {
      cards: {
        brand: string;
        last4: string;
        token: string;
        expiry: {
          month: number;
          year: number;
        };
      }[];
    };
  };

  /** Forget a card. */
  'DELETE payment/cards/{token}': {
    path: {
      token: string;
    };
    answer: undefined;
  };

  /** What the caller was charged for an order. */
  'GET payment/charges/{orderId}': {
    path: {
      orderId: string;
    };
    answer: {
      orderId: string;
      status: 'charging' | 'charged' | 'declined' | 'refunded';
      amountMinor: number;
      currency: string;
      refundedMinor: number;
      card: {
        brand: string;
        last4: string;
      } | null;
      reason: {
        code: string;
        text: string;
      } | null;
      at: string;
    };
  };

  /** Charges and refunds of all buyers. */
  'GET payment/ledger': {
    query?: {
      after?: string | undefined;
      pageSize?: number | undefined;
    };
    answer: {
      entries: {
        orderId: string;
        status: 'charging' | 'charged' | 'declined' | 'refunded';
        amountMinor: number;
        currency: string;
        refundedMinor: number;
        card: {
          brand: string;
          last4: string;
        } | null;
        reason: {
          code: string;
          text: string;
        } | null;
        at: string;
        buyerId: string | null;
        chargeId: string | null;
      }[];
      next?: string;
    };
  };

  /** What a coupon would take off; nothing is used up. */
  'GET coupon/coupons/{code}/quote': {
    path: {
      code: string;
    };
    query: {
      subtotalMinor: string;
      currency: string;
    };
    answer: {
      code: string;
      description: string;
      discountMinor: number;
      totalMinor: number;
    };
  };

  /** Coupons. */
  'GET coupon/coupons': {
    query?: {
      after?: string | undefined;
      pageSize?: number | undefined;
    };
    answer: {
      coupons: {
        code: string;
        version: number;
        description: string;
        discount:
          | {
              kind: 'fixed';
              amountMinor: number;
            }
          | {
              kind: 'percentage';
              percent: number;
            };
        currency: string;
        minimumSubtotalMinor: number;
        validFrom: string | null;
        validUntil: string | null;
        totalLimit: number;
        perBuyerLimit: number | null;
        enabled: boolean;
        reserved: number;
        redeemed: number;
        /** Of all redemptions, whether final or not. */
        discountedMinor: number;
      }[];
      next?: string;
    };
  };

  /** Add a coupon. */
  'POST coupon/coupons': {
    key: string;
    body: {
      code: string;
      description: string;
      discount:
        | {
            kind: 'fixed';
            amountMinor: number;
          }
        | {
            kind: 'percentage';
            percent: number;
          };
      currency: string;
      minimumSubtotalMinor?: number | undefined;
      validFrom?: string | null | undefined;
      validUntil?: string | null | undefined;
      totalLimit: number;
      perBuyerLimit?: number | null | undefined;
    };
    answer: {
      code: string;
      version: number;
      description: string;
      discount:
        | {
            kind: 'fixed';
            amountMinor: number;
          }
        | {
            kind: 'percentage';
            percent: number;
          };
      currency: string;
      minimumSubtotalMinor: number;
      validFrom: string | null;
      validUntil: string | null;
      totalLimit: number;
      perBuyerLimit: number | null;
      enabled: boolean;
      reserved: number;
      redeemed: number;
      /** Of all redemptions, whether final or not. */
      discountedMinor: number;
    };
  };

  /** One coupon. */
  'GET coupon/coupons/{code}': {
    path: {
      code: string;
    };
    answer: {
      code: string;
      version: number;
      description: string;
      discount:
        | {
            kind: 'fixed';
            amountMinor: number;
          }
        | {
            kind: 'percentage';
            percent: number;
          };
      currency: string;
      minimumSubtotalMinor: number;
      validFrom: string | null;
      validUntil: string | null;
      totalLimit: number;
      perBuyerLimit: number | null;
      enabled: boolean;
      reserved: number;
      redeemed: number;
      /** Of all redemptions, whether final or not. */
      discountedMinor: number;
    };
  };

  /** Replace the terms of a coupon. */
  'PUT coupon/coupons/{code}': {
    path: {
      code: string;
    };
    ifMatch: string;
    body: {
      description: string;
      discount:
        | {
            kind: 'fixed';
            amountMinor: number;
          }
        | {
            kind: 'percentage';
            percent: number;
          };
      currency: string;
      minimumSubtotalMinor?: number | undefined;
      validFrom?: string | null | undefined;
      validUntil?: string | null | undefined;
      totalLimit: number;
      perBuyerLimit?: number | null | undefined;
    };
    answer: {
      code: string;
      version: number;
      description: string;
      discount:
        | {
            kind: 'fixed';
            amountMinor: number;
          }
        | {
            kind: 'percentage';
            percent: number;
          };
      currency: string;
      minimumSubtotalMinor: number;
      validFrom: string | null;
      validUntil: string | null;
      totalLimit: number;
      perBuyerLimit: number | null;
      enabled: boolean;
      reserved: number;
      redeemed: number;
      /** Of all redemptions, whether final or not. */
      discountedMinor: number;
    };
  };

  /** Disable a coupon. */
  'POST coupon/coupons/{code}/disable': {
    path: {
      code: string;
    };
    answer: {
      code: string;
      version: number;
      description: string;
      discount:
        | {
            kind: 'fixed';
            amountMinor: number;
          }
        | {
            kind: 'percentage';
            percent: number;
          };
      currency: string;
      minimumSubtotalMinor: number;
      validFrom: string | null;
      validUntil: string | null;
      totalLimit: number;
      perBuyerLimit: number | null;
      enabled: boolean;
      reserved: number;
      redeemed: number;
      /** Of all redemptions, whether final or not. */
      discountedMinor: number;
    };
  };

  /** Enable a coupon. */
  'POST coupon/coupons/{code}/enable': {
    path: {
      code: string;
    };
    answer: {
      code: string;
      version: number;
      description: string;
      discount:
        | {
            kind: 'fixed';
            amountMinor: number;
          }
        | {
            kind: 'percentage';
            percent: number;
          };
      currency: string;
      minimumSubtotalMinor: number;
      validFrom: string | null;
      validUntil: string | null;
      totalLimit: number;
      perBuyerLimit: number | null;
      enabled: boolean;
      reserved: number;
      redeemed: number;
      /** Of all redemptions, whether final or not. */
      discountedMinor: number;
    };
  };

  /** What the storefront asks first: features, currency, brands, kinds of items. */
  'GET shop/start': {
    answer: {
      features: {
        coupons: boolean;
      };
      currency: string;
      brands: {
        id: string;
        name: string;
      }[];
      types: {
        id: string;
        name: string;
      }[];
      /** Contexts that did not answer; what they give is from earlier, or empty. */
      unavailable: string[];
    };
  };

  /** The order that checkout would place: basket, coupon, totals. */
  'GET shop/draft': {
    query?: {
      couponCode?: string | undefined;
    };
    answer: {
      basket: {
        lines: (
          | {
              itemId: string;
              quantity: number;
              pictureUrl: string | null;
              available: true;
              name: string;
              unitPriceMinor: number;
              /** The price seen before, when it was another one. */
              previousUnitPriceMinor: number | null;
              totalMinor: number;
            }
          | {
              itemId: string;
              quantity: number;
              pictureUrl: string | null;
              available: false;
              name: string | null;
            }
        )[];
        /** Of the lines that are available. */
        subtotalMinor: number;
        currency: string | null;
      };
      coupon: {
        code: string;
        description: string;
        discountMinor: number;
        totalMinor: number;
      } | null;
      /** Why the coupon takes nothing off; temporarily-unavailable when coupons cannot be checked. */
      couponProblem: {
        code: string;
        text: string;
      } | null;
      /** In minor units of the currency. */
      subtotalMinor: number;
      /** In minor units of the currency. */
      discountMinor: number;
      /** In minor units of the currency. */
      totalMinor: number;
    };
  };

  /** The health of every app. */
  'GET shop/status': {
    answer: {
      status: 'healthy' | 'unhealthy';
      apps: {
        name: string;
        status: 'healthy' | 'unhealthy' | 'unreachable';
        checks: {
          name: string;
          status: 'healthy' | 'unhealthy';
          ms: number;
        }[];
      }[];
    };
  };
}
