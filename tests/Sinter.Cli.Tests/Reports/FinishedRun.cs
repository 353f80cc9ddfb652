using System.Text.Json.Nodes;
using Sinter.Evaluation;
using Sinter.Training.Runs;

namespace Sinter.Cli.Tests.Reports;

/// <summary>A run folder as a finished run leaves it, with the figures of a plausible one; deleted when the test ends.</summary>
internal sealed class FinishedRun : IDisposable
{
    public const string Hostile = "</script><img src=x onerror=alert(1)>\u202E'\"&";

    private const double BytesPerToken = 4.1;
    private const double UnigramBits = 2.41;
    private const int Steps = 900;

    private static readonly string[] Prompts = ["System.String.Join", "Gets the number of"];

    private static readonly string[] Texts =
    [
        "ap ofthe 3s ofthe a the the( is.. to reT of of thet a ofent",
        "the method of the value of the value is the specified value.",
        "Concatenates the elements of the specified collection.",
        "Concatenates the elements of a string array, using the specified separator between each.",
        "Concatenates the elements of a specified array or the members of a collection, using the specified separator between each element or member.",
    ];

    public FinishedRun(bool events = true, string? name = null)
    {
        Folder = new RunFolder(Path.Combine(Directory.CreateTempSubdirectory("sinter-report-").FullName, name ?? "dotnet-docs"));
        Directory.CreateDirectory(Folder.Root);
        File.WriteAllText(Folder.Recipe, "name: dotnet-docs\nseed: 42\npretrain:\n  steps: 900\n  learningRate: 0.002\n  batchTokens: 4096\nfinetune:\n  steps: 250\n");
        DataStages();
        TokenStages();
        TrainingStages();
        if (events)
        {
            using var log = EventLog.Open(Folder.Events);
            Train(log, "pretrain", Steps, 3.2, 1.02, 4096);
            Train(log, "finetune", 250, 0.9, 0.21, 2048);
        }
    }

    public RunFolder Folder { get; }

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(Folder.Root)!, recursive: true);

    public void Evaluate(double pretrained = 1.04, double tuned = 1.09, int right = 1874)
    {
        var answers = Answers(right).ToList();
        var result = EvaluationResult.Of(pretrained, tuned, new Dictionary<string, double>(StringComparer.Ordinal) { ["unigram"] = UnigramBits, ["trigram"] = 1.46, ["gzip"] = 1.83 }) with
        {
            HeldOut = new(1212, 64_310, 263_671),
            KindAccuracy = KindAccuracy.Of(ClassificationScore.Of(answers, answers.Select(a => a.Expected))),
        };
        new StageResult { Name = "evaluate", Seconds = 21.4, DocumentsIn = 1212, DocumentsOut = 1212, BytesIn = 263_671, BytesOut = 263_671, Metrics = result.ToJson() }.Write(Folder);
    }

    private static IEnumerable<(string Expected, string Answer)> Answers(int right)
    {
        string[] kinds = ["method", "method", "method", "method", "method", "property", "property", "property", "field", "type", "constructor", "event"];
        for (var i = 0; i < 2000; i++)
        {
            var kind = kinds[i % kinds.Length];
            yield return (kind, i * 7 % 2000 < right ? kind : kinds[(i + 4) % kinds.Length]);
        }
    }

    private void DataStages()
    {
        new StageResult { Name = "collect", Seconds = 6.3, DocumentsIn = 143_208, DocumentsOut = 143_208, BytesIn = 70_214_980, BytesOut = 29_914_022, Metrics = new() { ["files"] = 312, ["location"] = "packs below the running dotnet" } }.Write(Folder);
        new StageResult
        {
            Name = "clean",
            Seconds = 4.1,
            DocumentsIn = 143_208,
            DocumentsOut = 74_391,
            BytesIn = 29_914_022,
            BytesOut = 14_702_118,
            Drops =
            [
                new("duplicate", 63_020, 14_020_400, [new("M:System.Object.Equals(System.Object)@ref/System.Runtime.xml", "Determines whether the specified object is equal to the current object.", "same text as M:System.ValueType.Equals(System.Object)"), new("P:System.Count", "Gets the number of elements contained in the collection.", "same text as P:System.Collections.ICollection.Count")]),
                new("tooShort", 5611, 180_212, [new("F:System.Net.HttpStatusCode.OK", "Equivalent.", "1 word, at least 3 expected"), new("hostile", Hostile, Hostile)]),
                new("duplicate-paragraphs", 186, 1_011_292, []),
            ],
            Metrics = new() { ["documentBytes"] = new JsonObject { ["edges"] = new JsonArray(0, 64, 128, 256, 512, 1024, 2048, 4096), ["counts"] = new JsonArray(3120, 18_431, 29_882, 15_222, 5790, 1611, 335) } },
        }.Write(Folder);
        new StageResult { Name = "split", Seconds = 0.8, DocumentsIn = 74_391, DocumentsOut = 74_391, BytesIn = 14_702_118, BytesOut = 14_702_118, Metrics = new() { ["train"] = Split(71_966, 14_173_002), ["validation"] = Split(1213, 265_445), ["test"] = Split(1212, 263_671) } }.Write(Folder);
    }

    private static JsonObject Split(long documents, long bytes) => new() { ["documents"] = documents, ["bytes"] = bytes };

    private void TokenStages()
    {
        new StageResult { Name = "tokenizer", Seconds = 7.7, DocumentsIn = 71_966, DocumentsOut = 71_966, BytesIn = 14_173_002, BytesOut = 14_173_002, Metrics = new() { ["vocabularySize"] = 8192, ["merges"] = 7932, ["bytesPerToken"] = BytesPerToken, ["longestTokens"] = new JsonArray(" Microsoft.Extensions.DependencyInjection", " System.Threading.CancellationToken"), ["fingerprint"] = "9f2c41d0" } }.Write(Folder);
        new StageResult { Name = "pack", Seconds = 3.2, DocumentsIn = 71_966, DocumentsOut = 71_966, BytesIn = 14_173_002, BytesOut = 6_921_216, Metrics = new() { ["contextLength"] = 256, ["sequences"] = 13_518, ["tokens"] = 3_456_829, ["paddingShare"] = 0.0011, ["truncatedDocuments"] = 412 } }.Write(Folder);
    }

    private void TrainingStages()
    {
        new StageResult { Name = "pretrain", Seconds = 254, Metrics = new() { ["parameters"] = 5_246_208, ["layers"] = 6, ["hiddenSize"] = 256, ["heads"] = 8, ["keyValueHeads"] = 4, ["bestLoss"] = 2.95 } }.Write(Folder);
        new StageResult { Name = "finetune", Seconds = 61, DocumentsIn = 30_114, DocumentsOut = 30_114, Metrics = new() { ["parameters"] = 5_246_208, ["conversations"] = 30_114, ["trainedTokens"] = 512_000 } }.Write(Folder);
    }

    private static void Train(EventLog log, string stage, int steps, double from, double to, int tokensAStep)
    {
        var random = new Random(steps);
        log.Write(stage, "start");
        for (var step = 1; step <= steps; step++)
        {
            var bits = Bits(step, steps, from, to);
            var loss = bits * BytesPerToken * Math.Log(2);
            var rate = 2e-3 * Math.Min(step / (0.05 * steps), 0.1 + (0.45 * (1 + Math.Cos(Math.PI * step / steps))));
            log.Step(stage, step, (long)step * tokensAStep, loss * (1 + (0.09 * (random.NextDouble() - 0.5))), rate, (8 * Math.Exp(-step / 60.0)) + 0.6 + (0.5 * random.NextDouble()), 14_200 + (900 * random.NextDouble()) - (step % 97 == 0 ? 3000 : 0));
            if (step % (steps / 9) == 0)
            {
                log.Validation(stage, step, (long)step * tokensAStep, loss * 1.03, bits * 1.03);
            }

            if (step == 1 || step % (steps / 8) == 0)
            {
                foreach (var prompt in Prompts)
                {
                    log.Sample(stage, step, prompt, Texts[Math.Min(Texts.Length - 1, step * Texts.Length / steps)]);
                }
            }
        }

        log.Write(stage, "end");
    }

    private static double Bits(int step, int steps, double from, double to) =>
        to + ((from - to) * Math.Pow(1 + (step * 40.0 / steps), -0.95));
}
