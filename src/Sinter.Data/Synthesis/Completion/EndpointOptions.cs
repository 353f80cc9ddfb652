using Sinter.Data.Hub;

namespace Sinter.Data.Synthesis;

/// <summary>How an OpenAI-compatible endpoint is asked.</summary>
public sealed record EndpointOptions
{
    /// <summary>The address: of the server, with <c>/v1</c> or without, or of <c>/v1/chat/completions</c> itself.</summary>
    public required Uri Address { get; init; }

    /// <summary>The model that requests name.</summary>
    public required string Model { get; init; }

    /// <summary>The key, sent as a bearer token; null where the server asks for none. It is shown nowhere.</summary>
    public AccessToken? Key { get; init; }

    /// <summary>The longest time for one attempt, from the request to the last byte of the answer.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How often a request is made again after 408, 425, 429, 5xx, a broken connection or a timeout.</summary>
    public int Retries { get; init; } = 5;

    /// <summary>The wait before the first retry; each further one is twice as long. A server that says how long to wait is obeyed.</summary>
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait before a retry, also where a server asks for more.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The most bytes of an answer; a longer one is given up.</summary>
    public int MaximumResponseBytes { get; init; } = 4 << 20;

    /// <summary>The most requests a minute, retries too; 0 for no bound.</summary>
    public int RequestsPerMinute { get; init; }

    /// <summary>Whether the server is told that the answer must be a JSON object (<c>response_format</c>); not all servers know it.</summary>
    public bool JsonMode { get; init; }

    /// <summary>The address that requests go to.</summary>
    /// <exception cref="ArgumentException">It is no web address.</exception>
    internal Uri RequestAddress
    {
        get
        {
            if (!Address.IsAbsoluteUri || Address.Scheme is not ("http" or "https"))
            {
                throw new ArgumentException($"'{Address}' is no address of an endpoint; expected one such as http://localhost:8000/v1.");
            }

            if (Address.UserInfo.Length > 0)
            {
                throw new ArgumentException("The address of the endpoint holds a user name or a password; give the key by --api-key-env, so that it is shown nowhere.");
            }

            const string operation = "/chat/completions";
            var path = Address.AbsolutePath.TrimEnd('/');
            path = path.EndsWith(operation, StringComparison.Ordinal) ? path : path.Length == 0 ? "/v1" + operation : path + operation;
            return new UriBuilder(Address) { Path = path, Fragment = "" }.Uri;
        }
    }

    /// <summary>Throws <see cref="ArgumentException"/> where a value is out of its bounds.</summary>
    public void Check()
    {
        _ = RequestAddress;
        if (Model.Length == 0)
        {
            throw new ArgumentException("The model of the endpoint has no name; give the one that the server knows it by.");
        }

        if (Retries < 0 || RequestsPerMinute < 0 || MaximumResponseBytes < 1 || Timeout <= TimeSpan.Zero || FirstWait < TimeSpan.Zero || LongestWait < TimeSpan.Zero)
        {
            throw new ArgumentException("Retries, requests a minute and waits are 0 or more, and the timeout and the size of a response more than 0.");
        }
    }
}
