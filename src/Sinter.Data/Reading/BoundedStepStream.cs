using Sinter.Data.Compression;

namespace Sinter.Data.Reading;

/// <summary>
/// A stream that gives only so many bytes between two steps of its reader, so that a reader that takes tokens whole never takes one without an end.
/// Beyond that it throws <see cref="InvalidDataException"/>.
/// </summary>
internal sealed class BoundedStepStream(Stream content, int most) : ForwardStream
{
    private long _left = most;

    /// <summary>How many bytes were read.</summary>
    public long BytesRead { get; private set; }

    /// <summary>The reader has made a step: it may take as many again.</summary>
    public void Step() => _left = most;

    public override int Read(Span<byte> buffer)
    {
        if (_left <= 0)
        {
            throw new InvalidDataException($"one part of it is longer than {most} bytes, the limit");
        }

        var read = content.Read(buffer[..(int)Math.Min(buffer.Length, _left)]);
        _left -= read;
        BytesRead += read;
        return read;
    }
}
