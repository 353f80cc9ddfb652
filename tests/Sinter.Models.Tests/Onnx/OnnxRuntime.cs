using System.Diagnostics;
using System.Text.Json;
using Sinter.Tests;

namespace Sinter.Models.Tests.Onnx;

/// <summary>What a model is given in ONNX Runtime.</summary>
/// <param name="Path">The ONNX file.</param>
/// <param name="Rows">The tokens of each text, padding behind them.</param>
/// <param name="Mask">1 for a token, 0 for padding.</param>
/// <param name="Segments">The segment of each token; null for a model without segments.</param>
internal sealed record OnnxQuestion(string Path, int[][] Rows, int[][] Mask, int[][]? Segments);

/// <summary>The one output of a model.</summary>
internal sealed record OnnxAnswer(string Name, int[] Shape, float[] Values);

/// <summary>
/// Runs models in the real ONNX Runtime, through the package onnxruntime-node of the folder that <c>SINTER_PEERS</c> names (onnx.mjs); a test that needs it is skipped where it is not
/// there.
/// </summary>
internal static class OnnxRuntime
{
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromMinutes(4);

    private static string? Peers =>
        Environment.GetEnvironmentVariable("SINTER_PEERS") is { Length: > 0 } peers && Directory.Exists(Path.Combine(peers, "node_modules", "onnxruntime-node")) ? peers : null;

    /// <summary>Skips the calling test where there is no ONNX Runtime.</summary>
    public static void Require()
    {
        if (Peers is null)
        {
            Assert.Skip("No ONNX Runtime here: set SINTER_PEERS to a folder in which onnxruntime-node is installed.");
        }
    }

    /// <summary>The answers to several questions, in one process; the text of an exception in place of one that was refused.</summary>
    public static IReadOnlyList<(OnnxAnswer? Answer, string? Error)> Ask(IEnumerable<OnnxQuestion> questions)
    {
        using var folder = new TemporaryFolder();
        var start = new ProcessStartInfo("node", [Path.Combine(OracleFolder.Path, "..", "..", "..", "Shared", "onnx.mjs")])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["SINTER_REQUEST"] = folder.File("request.json", JsonSerializer.Serialize(questions.Select(Request)));
        using var node = Process.Start(start)!;
        var errors = node.StandardError.ReadToEndAsync();
        var output = node.StandardOutput.ReadToEndAsync();
        if (!node.WaitForExit(LongestAnswer))
        {
            node.Kill(entireProcessTree: true);
            throw new TimeoutException("ONNX Runtime gave no answer.");
        }

        return node.ExitCode == 0
            ? [.. JsonElement.Parse(output.Result).EnumerateArray().Select(Read)]
            : throw new InvalidOperationException($"ONNX Runtime ended with the code {node.ExitCode}: {errors.Result}");
    }

    private static object Request(OnnxQuestion question)
    {
        var inputs = new Dictionary<string, object> { ["input_ids"] = Integers(question.Rows), ["attention_mask"] = Integers(question.Mask) };
        if (question.Segments is { } segments)
        {
            inputs["token_type_ids"] = Integers(segments);
        }

        return new { model = question.Path, inputs };
    }

    private static object Integers(int[][] rows) => new { shape = (int[])[rows.Length, rows[0].Length], values = rows.SelectMany(static row => row) };

    private static (OnnxAnswer? Answer, string? Error) Read(JsonElement answer)
    {
        if (answer.TryGetProperty("error", out var error))
        {
            return (null, error.GetString());
        }

        var output = answer.GetProperty("outputs").EnumerateObject().Single();
        return (new OnnxAnswer(output.Name, output.Value.GetProperty("shape").Deserialize<int[]>()!, output.Value.GetProperty("values").Deserialize<float[]>()!), null);
    }
}
