using Sinter.Data.Synthesis;

namespace Sinter.Data.Tests.Synthesis;

public sealed class SynthesisTemplateTests
{
    [Fact]
    public async Task Placeholders_are_filled_for_each_sentence()
    {
        var templates = SynthesisTemplateFile.Parse("# mine\n\nWhat is \\n{{this}} of {title}? {sentence} => {sentence}\n", "mine.txt");
        var chunk = Chunk("# Lakes\n\nLakes are bodies of water on land. Some of them have no outlet at all.");

        var drafts = (await new TemplateGenerator(templates).MakeAsync(chunk, SynthesisKind.Instruct, 5, CancellationToken.None)).Drafts;

        drafts.Select(static draft => draft.Response).ShouldBe(["Lakes are bodies of water on land.", "Some of them have no outlet at all."], ignoreOrder: true);
        drafts.ShouldAllBe(static draft => draft.Prompt == $"What is \n{{this}} of Lakes? {draft.Response}" && draft.Template == "template-1");
    }

    [Fact]
    public async Task Where_a_placeholder_has_no_value_nothing_is_made()
    {
        var templates = SynthesisTemplateFile.Parse("What is {title}? => {text}", "mine.txt");

        (await new TemplateGenerator(templates).MakeAsync(Chunk("A text that has no title and no heading at all."), SynthesisKind.Instruct, 5, CancellationToken.None)).Drafts.ShouldBeEmpty();
    }

    [Fact]
    public void Json_gives_names_kinds_and_pairs()
    {
        var templates = SynthesisTemplateFile.Parse(
            """[{"name": "one", "kind": "qa", "prompt": "{heading}?", "response": "{first_sentence}"}, {"prompt": "p", "response": "{rest}", "rejected": "{keywords}"}, {"prompt": "{text}"},]""", "t.json");

        templates.Select(static template => (template.Name, template.Kind, template.Response)).ShouldBe(
            [("one", SynthesisKind.Qa, "{first_sentence}"), ("template-2", SynthesisKind.Preference, "{rest}"), ("template-3", SynthesisKind.Instruct, null)]);
    }

    [Theory]
    [InlineData("x {tilte} => y", "line 1: The template 'template-1' has an unknown placeholder '{tilte}' in its prompt; did you mean 'title'?")]
    [InlineData("x => {text", "has a bracket in its response that is not closed")]
    [InlineData("x } => y", "has a '}' without '{' in its prompt; write '}}'")]
    [InlineData(" => y", "has a prompt of 0 characters")]
    [InlineData("# nothing", "holds 0 templates")]
    [InlineData("""[{"promt": "x"}]""", "a template has no 'promt'; did you mean 'prompt'?")]
    [InlineData("""[{"prompt": 7}]""", "template 1: expected an object whose fields are texts")]
    [InlineData("""[{"response": "x"}]""", "A template has no 'prompt'")]
    [InlineData("""[{"prompt": "x", "kind": "preference", "response": "y"}]""", "has no 'rejected'")]
    [InlineData("""[{"prompt": "x", "kind": "qa", "response": "y", "rejected": "z"}]""", "which only preference pairs have")]
    [InlineData("[{]", "is not valid JSON (line 1)")]
    public void What_is_wrong_with_a_template_is_told_with_its_place(string text, string sentence) =>
        Should.Throw<InvalidDataException>(() => SynthesisTemplateFile.Parse(text, "mine.txt")).Message.ShouldContain(sentence);

    [Fact]
    public void A_template_without_a_response_needs_a_model() =>
        Should.Throw<ArgumentException>(static () => new TemplateGenerator(SynthesisTemplateFile.Parse("Say {text}", "t"))).Message.ShouldContain("so a model must answer it");

    private static SourceChunk Chunk(string text) => new ChunkedDocument(new Document { Id = "d", Text = text }, new ChunkOptions { MinimumCharacters = 10 }).Chunks.Single();
}
