using System.Text.Json.Nodes;
using Sinter.Cli.Reports;
using Sinter.Data.Reports;

namespace Sinter.Cli.Tests.Reports;

public sealed class MetricFactsTests
{
    [Theory]
    [InlineData("""{"vocabularySize":8192}""", "Vocabulary size", "8,192")]
    [InlineData("""{"shardBytes":14900000}""", "Shard bytes", "14.9 MB")]
    [InlineData("""{"probeSeconds":192}""", "Probe seconds", "3 min 12 s")]
    [InlineData("""{"padding-share":0.021}""", "Padding share", "2.1 %")]
    [InlineData("""{"bestLoss":2.9512}""", "Best loss", "2.951")]
    [InlineData("""{"tied":true}""", "Tied", "yes")]
    [InlineData("""{"location":null}""", "Location", "–")]
    [InlineData("""{"longest":["a","b"]}""", "Longest", "a, b")]
    public void Units_follow_the_names_of_the_keys(string json, string name, string value)
    {
        var html = Html(json);

        html.ShouldContain($"<dt>{name}</dt>");
        html.ShouldContain($"<dd>{value}</dd>");
    }

    [Fact]
    public void Objects_of_the_same_figures_become_one_table()
    {
        var html = Html("""{"train":{"documents":5,"bytes":100},"test":{"documents":1,"bytes":20},"held":{"documents":2,"bytes":30}}""");

        html.ShouldContain("<td>Train</td><td class=\"number\">5</td><td class=\"number\">100 B</td>");
        html.ShouldContain("<td>Test</td>");
    }

    [Fact]
    public void Few_objects_of_many_figures_stand_side_by_side() =>
        Html("""{"train":{"documents":5,"bytes":100,"tokens":30},"test":{"documents":1,"bytes":20,"tokens":7}}""")
            .ShouldContain("<td>Tokens</td><td class=\"number\">30</td><td class=\"number\">7</td>");

    [Fact]
    public void Lists_of_objects_become_a_table_and_edges_with_counts_a_histogram()
    {
        Html("""{"steps":[{"step":"minimumWords","documentsIn":7},{"step":"repetition"}]}""").ShouldContain("<td>repetition</td><td class=\"number\">–</td>");
        Html("""{"documentBytes":{"edges":[0,64,128],"counts":[3,4]}}""").ShouldContain("class=\"plot histogram\"");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"a":{"b":{"c":{"d":{"e":{}}}}}}""")]
    [InlineData("""{"a":[[1,[2]],{"b":[{}]}],"c":{"edges":[],"counts":[]},"d":{},"e":[]}""")]
    [InlineData("""{"a":{"edges":[1,"x"],"counts":[1]},"b":{"edges":[1,2,3,4],"counts":[1]}}""")]
    [InlineData("""{"a":{"x":1},"b":{}}""")]
    public void Odd_shapes_do_no_harm(string json) => Should.NotThrow(() => Html(json));

    private static string Html(string json) => MetricFacts.Of(JsonNode.Parse(json)!.AsObject()).ToString().Replace(Quantity.Space, ' ').Replace("&#xA0;", " ", StringComparison.Ordinal);
}
