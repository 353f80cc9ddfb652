namespace Sinter.Data.Hub;

/// <summary>A transfer that ended before all was there, and may be taken up again.</summary>
internal sealed class TornTransferException(string message) : IOException(message);
