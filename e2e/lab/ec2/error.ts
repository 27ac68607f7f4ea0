import { element } from "./xml.ts";

/** A refusal in EC2's own terms. */
export class Ec2Error extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

export function errorBody(error: Ec2Error, requestId: string): string {
  const errors = element("Error", { Code: error.code, Message: error.message });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Response><Errors>${errors}</Errors><RequestID>${requestId}</RequestID></Response>`;
}

export const refusals = {
  unauthorized: (action: string) =>
    new Ec2Error(
      "UnauthorizedOperation",
      `You are not authorized to perform this operation. User: arn:aws:iam::111122223333:user/lab is not authorized to perform: ec2:${action} because no identity-based policy allows the ec2:${action} action`,
      403,
    ),
  throttled: () => new Ec2Error("RequestLimitExceeded", "Request limit exceeded.", 503),
  internal: () => new Ec2Error("InternalError", "An internal error has occurred", 500),
  expired: () => new Ec2Error("ExpiredToken", "The security token included in the request is expired", 400),
  unsigned: () => new Ec2Error("MissingParameter", "The request must contain the parameter AWSAccessKeyId"),
  unknownAction: (action: string) =>
    new Ec2Error("InvalidAction", `The action ${action} is not valid for this web service.`),
  notFound: (code: string, noun: string, ids: readonly string[]) =>
    new Ec2Error(
      code,
      ids.length === 1
        ? `The ${noun} ID '${ids[0]}' does not exist`
        : `The ${noun} IDs '${ids.join(", ")}' do not exist`,
    ),
  badFilter: (name: string) => new Ec2Error("InvalidParameterValue", `The filter '${name}' is invalid`),
  badToken: () => new Ec2Error("InvalidNextToken", "The specified NextToken is not valid."),
} as const;
