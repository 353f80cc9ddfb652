using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Sinter.Cli.Verbs.Data;
using Sinter.Tokenizers;

namespace Sinter.Cli.Verbs.Tokenizers;

/// <summary><c>sinter tokenizer encode --tokenizer FILE &lt; text</c>: the ids of a text.</summary>
internal static class TokenizerEncodeVerb
{
    /// <summary>A whole command line.</summary>
    public const string Example = "sinter tokenizer encode --tokenizer tokenizer.json < text.txt";

    private const int ReadBytes = 1 << 20;

    /// <summary>The longest text that is held at once: with offsets, and where it is truncated.</summary>
    private const int LargestHeld = 1 << 29;

    /// <summary>The command with its options.</summary>
    public static Verb Create()
    {
        var file = new Argument<string?>("TEXT") { Description = "The file to encode; the standard input without it, or for -.", Arity = ArgumentArity.ZeroOrOne };
        file.Validators.Add(CleaningArguments.RefuseOptions);
        var name = TokenizerOption.Create();
        var json = new Option<bool>("--json") { Description = "Write {\"ids\":[...],\"tokens\":[...],\"offsets\":[[start,end],...]}; see --offsets. The text is then held in memory." };
        var offsets = new Option<string?>("--offsets") { HelpName = "UNIT", Description = "What offsets of --json count: characters (Unicode code points, as Hugging Face and Python count; the default), utf16 (as .NET and JavaScript) or bytes. Tokens of one character each have all of it." };
        var special = new Option<bool>("--special") { Description = "Put the special tokens round the text that the tokenizer's file asks for, such as a beginning of text; their offsets are [0,0]." };
        var parseSpecial = new Option<bool>("--parse-special") { Description = "Take special tokens that are written out in the text, such as <|endoftext|>, for those tokens; without it they are text like any other." };
        var count = new Option<bool>("--count") { Description = "Write only how many ids there are." };
        var truncate = NumberOption.Whole("--truncate", "N", 0, int.MaxValue, "Keep at most N ids, those of --special among them; never a part of a character. The text is then held in memory.");
        var side = new Option<string?>("--side") { HelpName = "SIDE", Description = "Where --truncate takes ids away: right, the end of the text, or left, its beginning; right without it." };
        var threads = NumberOption.Whole("--threads", "N", 0, 1024, "Threads that encode; 0 for one a core. The ids do not depend on it.");
        var verb = new Verb(
            "encode",
            "Writes the ids of a text with spaces between them, on one line. Nothing of the text is trimmed, no token is added unless asked for, and bytes that are not UTF-8 are kept where the tokenizer has tokens for bytes.",
            Example,
            "sinter tokenizer encode --tokenizer llama/tokenizer.model --special --json < text.txt",
            "sinter tokenizer encode --tokenizer cl100k_base.tiktoken --count book.txt")
        {
            file, name, json, offsets, special, parseSpecial, count, truncate, side, threads,
        };
        verb.SetAction(parsed =>
        {
            var request = new Request(
                parsed.GetValue(json),
                NamedOption.Read(OffsetUnits.Names, "--offsets", parsed.GetValue(offsets), OffsetUnit.Characters),
                parsed.GetValue(special),
                parsed.GetValue(parseSpecial),
                parsed.GetValue(count),
                parsed.GetValue(truncate),
                NamedOption.Read(Sides, "--side", parsed.GetValue(side), TruncationSide.Right),
                parsed.GetValue(threads) ?? 0);
            if (request is { Json: true, Count: true })
            {
                throw new UsageException("--json and --count were given; give one of them.");
            }

            if (parsed.GetValue(offsets) is not null && !request.Json)
            {
                throw new UsageException("--offsets says what --json counts; give --json too, or leave it out.");
            }

            if (parsed.GetValue(side) is not null && request.Truncate is null)
            {
                throw new UsageException("--side says where --truncate takes ids away; give --truncate N too, or leave it out.");
            }

            var tokenizer = Tokenizer.Load(parsed.GetRequiredValue(name));
            using var input = ByteLines.Open(parsed.GetValue(file) ?? "-");
            return Run(tokenizer, input, request, parsed.InvocationConfiguration.Output);
        });
        return verb;
    }

    private static SortedDictionary<string, TruncationSide> Sides { get; } = new(StringComparer.Ordinal) { ["left"] = TruncationSide.Left, ["right"] = TruncationSide.Right };

    private static int Run(Tokenizer tokenizer, Stream input, Request request, TextWriter output)
    {
        var frame = request.Special ? TokenFrameIds.Of(tokenizer) : TokenFrameIds.None;
        if (request.Json || request.Truncate is not null)
        {
            WriteHeld(tokenizer, Read(input), frame, request, output);
        }
        else
        {
            WriteStream(tokenizer, input, frame, request, output);
        }

        return ExitCode.Done;
    }

    /// <summary>Encodes as it reads: the ids of what was read last wait until nothing that follows can change them.</summary>
    private static void WriteStream(Tokenizer tokenizer, Stream input, TokenFrameIds frame, Request request, TextWriter output)
    {
        var encoder = tokenizer.CreateStreamingEncoder(request.ParseSpecial, request.Threads);
        var ids = new List<int>();
        var writer = new IdWriter(output);
        long count = frame.Count;
        Give(frame.Before);
        var buffer = new byte[ReadBytes];
        for (int read; (read = input.Read(buffer)) > 0;)
        {
            encoder.Append(buffer.AsSpan(0, read), ids);
            Take();
        }

        encoder.Flush(ids);
        Take();
        Give(frame.After);
        if (request.Count)
        {
            output.Write(string.Create(CultureInfo.InvariantCulture, $"{count}\n"));
        }
        else
        {
            writer.End();
        }

        void Take()
        {
            count += ids.Count;
            Give(CollectionsMarshal.AsSpan(ids));
            ids.Clear();
        }

        void Give(ReadOnlySpan<int> given)
        {
            if (!request.Count)
            {
                writer.Write(given);
            }
        }
    }

    private static void WriteHeld(Tokenizer tokenizer, byte[] text, TokenFrameIds frame, Request request, TextWriter output)
    {
        if (request.Truncate < frame.Count)
        {
            throw new UsageException($"--truncate is {request.Truncate}, but the special tokens round the text are {frame.Count}; give at least as many, or leave --special out.");
        }

        var encoded = request.Truncate is { } most
            ? tokenizer.Truncate(text, most - frame.Count, request.Side, request.ParseSpecial)
            : tokenizer.EncodeWithOffsets(text, request.ParseSpecial);
        encoded = new EncodedText([.. frame.Before, .. encoded.Ids, .. frame.After], [.. new TextRange[frame.Before.Length], .. encoded.Offsets, .. new TextRange[frame.After.Length]]);
        if (request.Json)
        {
            output.Write(Encoding.UTF8.GetString(EncodedJson.Of(tokenizer, encoded, text, request.Offsets).Span));
            output.Write('\n');
        }
        else if (request.Count)
        {
            output.Write(string.Create(CultureInfo.InvariantCulture, $"{encoded.Ids.Length}\n"));
        }
        else
        {
            var writer = new IdWriter(output);
            writer.Write(encoded.Ids);
            writer.End();
        }
    }

    private static byte[] Read(Stream input)
    {
        using var held = new MemoryStream();
        var buffer = new byte[ReadBytes];
        for (int read; (read = input.Read(buffer)) > 0;)
        {
            if (held.Length + read > LargestHeld)
            {
                throw new InvalidDataException($"The text has more than {Units.Bytes(LargestHeld)}, the most that is encoded with offsets or truncated; give a shorter one, or leave --json and --truncate out.");
            }

            held.Write(buffer, 0, read);
        }

        return held.ToArray();
    }

    private sealed record Request(bool Json, OffsetUnit Offsets, bool Special, bool ParseSpecial, bool Count, int? Truncate, TruncationSide Side, int Threads);
}
