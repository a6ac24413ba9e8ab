/** The management URLs of an instance and the value of the `durableClient` binding. */

/** `requiredQuery`: what every URL carries, e.g. `taskHub=H&connection=Storage&code=K`. */
export interface LinkOptions {
  baseUrl: string;
  requiredQuery: string;
}

/** URLs to manage one instance, `id` included; also with the placeholders that the SDK fills in. */
export const managementUrls = (id: string, { baseUrl, requiredQuery }: LinkOptions): Record<string, string> => {
  const instance = `${baseUrl}/instances/${id}`;
  return {
    id,
    statusQueryGetUri: `${instance}?${requiredQuery}`,
    sendEventPostUri: `${instance}/raiseEvent/{eventName}?${requiredQuery}`,
    terminatePostUri: `${instance}/terminate?reason={text}&${requiredQuery}`,
    rewindPostUri: `${instance}/rewind?reason={text}&${requiredQuery}`,
    purgeHistoryDeleteUri: `${instance}?${requiredQuery}`,
    restartPostUri: `${instance}/restart?${requiredQuery}`,
    suspendPostUri: `${instance}/suspend?reason={text}&${requiredQuery}`,
    resumePostUri: `${instance}/resume?reason={text}&${requiredQuery}`,
  };
};

export interface BindingUrls {
  rpcBaseUrl: string;
  publicBaseUrl: string;
  systemKey: string;
}

/** JSON text of a `durableClient` binding. The SDK calls `rpcBaseUrl` and hands out the public URLs. */
export const clientBinding = (hubName: string, urls: BindingUrls): string => {
  const baseUrl = urls.publicBaseUrl.replace(/\/$/, '');
  const code = `code=${encodeURIComponent(urls.systemKey)}`;
  const start = `${baseUrl}/orchestrators/{functionName}[/{instanceId}]`;
  return JSON.stringify({
    taskHubName: hubName,
    connectionName: null,
    creationUrls: {
      createNewInstancePostUri: `${start}?${code}`,
      createAndWaitOnNewInstancePostUri: `${start}?timeout={timeoutInSeconds}&pollingInterval={intervalInSeconds}&${code}`,
    },
    managementUrls: managementUrls('INSTANCEID', {
      baseUrl,
      requiredQuery: `taskHub=${encodeURIComponent(hubName)}&connection=Storage&${code}`,
    }),
    baseUrl,
    requiredQueryStringParameters: code,
    rpcBaseUrl: urls.rpcBaseUrl.replace(/\/?$/, '/'),
    httpBaseUrl: null,
  });
};
