using System.Globalization;
using System.Text.Json;
using Sinter.Bench.Peers;
using Sinter.Data.Language;

namespace Sinter.Bench.Benchmarks.Data;

/// <summary>Identification of the language of lines from a file, with fastText's usual model and with the one that comes with Sinter, on one thread.</summary>
internal sealed class LanguageBenchmark : IBenchmark
{
    private const int Rounds = 3;

    public string Name => "language";

    public string Description => "The language of 100 MB of lines in English, Romanian, Russian and Japanese, told on one thread. Peer: the program fasttext.";

    public IEnumerable<Measurement> Run(BenchSettings settings)
    {
        if (AssetTexts.Folder() is not { } assets)
        {
            yield break;
        }

        var path = BenchmarkInput.Languages(assets);
        var model = Path.Combine(assets, "models", "fasttext-lid176", "lid.176.ftz");
        var bytes = new FileInfo(path).Length;
        var shape = string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0} MB");
        using var turns = Turns.With("fasttext.py", settings with { Threads = 1 }, Rounds);
        foreach (var (name, load) in ((string, Func<LanguageIdentifier>)[])
            [
                ("lid.176.ftz", () => LanguageIdentifier.Load(model)),
                ("built-in model", static () => LanguageIdentifier.Default),
            ])
        {
            if (settings.Wants(name, shape))
            {
                var identifier = load();
                Identify(identifier, path);
                var (own, other) = turns.Quickest(() => Identify(identifier, path), JsonSerializer.Serialize(new[] { model, path }));
                yield return own.ToRow(name, shape, 1, bytes) with { Peer = other is null ? null : turns.Peer, PeerRate = bytes / 1e6 / other, Goal = "ratio 3" };
            }
        }
    }

    private static void Identify(LanguageIdentifier identifier, string path)
    {
        ReadOnlySpan<byte> text = File.ReadAllBytes(path);
        foreach (var line in text.Split((byte)'\n'))
        {
            identifier.Identify(text[line]);
        }
    }
}
