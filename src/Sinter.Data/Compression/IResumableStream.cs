namespace Sinter.Data.Compression;

/// <summary>A decoding stream that may go on behind a fault, because its content is made of parts that were compressed each for itself.</summary>
public interface IResumableStream
{
    /// <summary>
    /// After <see cref="Stream.Read(Span{byte})"/> has thrown: looks for the next part whose content begins as given, so that reading goes on with that.
    /// </summary>
    /// <param name="contentStart">How the content of a part begins.</param>
    /// <param name="lostFrom">Where in the compressed data the damaged part begins.</param>
    /// <param name="lostTo">Where the part begins that was found, or the data end.</param>
    /// <returns>Whether there is one.</returns>
    bool TryResume(ReadOnlySpan<byte> contentStart, out long lostFrom, out long lostTo);
}
