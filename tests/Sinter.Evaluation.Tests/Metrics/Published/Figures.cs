using System.Text.Json.Nodes;

namespace Sinter.Evaluation.Tests.Metrics;

/// <summary>
/// Figures that other programs gave for the same inputs: <c>text.json</c> sacreBLEU 2.6.0, the algorithms of rouge-score and SQuAD's evaluation; <c>stems.json</c> NLTK's Porter stemmer; <c>numbers.json</c> NumPy from the
/// definitions (Matthews as the correlation of one-hot rows, areas by counting pairs, the temperature by golden section) and seqeval's entities.
/// </summary>
internal static class Figures
{
    public static JsonObject Text { get; } = Load("text.json");

    public static JsonObject Numbers { get; } = Load("numbers.json");

    public static JsonObject Stems { get; } = Load("stems.json");

    public static double Number(this JsonNode? node) => node!.GetValue<double>();

    public static double[] Doubles(this JsonNode? node) => [.. node!.AsArray().Select(static item => item!.GetValue<double>())];

    public static int[] Ints(this JsonNode? node) => [.. node!.AsArray().Select(static item => item!.GetValue<int>())];

    public static string[] Strings(this JsonNode? node) => [.. node!.AsArray().Select(static item => item!.GetValue<string>())];

    public static float[][] Rows(this JsonNode? node) => [.. node!.AsArray().Select(static row => row!.AsArray().Select(static item => item!.GetValue<float>()).ToArray())];

    private static JsonObject Load(string name)
    {
        using var stream = typeof(Figures).Assembly.GetManifestResourceStream(name)!;
        return JsonNode.Parse(stream)!.AsObject();
    }
}
